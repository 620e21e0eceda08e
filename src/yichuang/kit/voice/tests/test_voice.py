import subprocess
import sys
import wave
from io import BytesIO
from pathlib import Path

import pytest

from yichuang.kit.voice import VoiceFailed, audio, speech_wav
from yichuang.kit.voice.waves import RATE, chime

CALL = "请 户政 A 零三六号，到三号窗口"


@pytest.fixture(autouse=True)
def _own_var(settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path


def seconds(sound: bytes) -> float:
    with wave.open(BytesIO(sound)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        return file.getnframes() / RATE


def test_speech_wav_is_as_long_as_people_speak() -> None:
    assert 2 < seconds(speech_wav(CALL)) < 8
    assert seconds(speech_wav("三号")) < seconds(speech_wav(CALL))


def test_audio_said_twice_is_longer_by_speech_and_gap() -> None:
    once = seconds(audio([CALL], times=1))
    twice = seconds(audio([CALL], times=2, gap=1.2))
    spoken = seconds(audio([CALL], times=1, chime=False))
    assert twice - once == pytest.approx(spoken + 1.2, abs=0.01)
    assert once - spoken == pytest.approx(len(chime()) / RATE + 0.15, abs=0.01)


def test_audio_made_before_comes_from_var_even_without_a_voice(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = audio([CALL])
    assert len(list((tmp_path / "voice").glob("*.wav"))) == 1

    def none(_text: str) -> None:
        raise VoiceFailed("no voice")

    monkeypatch.setattr("yichuang.kit.voice.announcing.speech", none)
    assert audio([CALL]) == first
    with pytest.raises(VoiceFailed):
        audio(["别的"])


@pytest.mark.parametrize("text", ["", "  ", "长" * 401])
def test_speech_wav_of_nothing_or_a_novel_is_refused(text: str) -> None:
    with pytest.raises(VoiceFailed):
        speech_wav(text)


def test_the_gpl_library_never_enters_our_process() -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from yichuang.kit.voice.speech import speech_wav\n"
        "speech_wav('三号')\n"
        "print('espeak' in open('/proc/self/maps').read())"
    )
    source = str(Path(__file__).parents[4])
    run = subprocess.run(
        [sys.executable, "-c", script, source], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "False"
