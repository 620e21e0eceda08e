"""Server-made announcements: a chime and spoken fragments as WAV.

Browsers on Linux have no Chinese voice, so the server speaks. `audio()` is the way in; which
words are said is the caller's matter.
"""

from .announcing import audio
from .speech import VoiceFailed, speech_wav

__all__ = ["VoiceFailed", "audio", "speech_wav"]
