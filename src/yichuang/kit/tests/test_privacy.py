import pytest

from yichuang.kit import privacy
from yichuang.kit.errors import Forbidden


def test_hash_when_same_value_and_purpose_then_equal_and_names_its_key():
    one = privacy.keyed_hash("identity", "110101199003070011")
    assert one == privacy.keyed_hash("identity", "110101199003070011")
    assert one.startswith("k1:")
    assert len(one) <= 64
    assert "1101" not in one


def test_hash_when_another_purpose_or_value_then_another():
    hashes = {privacy.keyed_hash(p, v) for p in ("identity", "phone") for v in ("1", "2")}
    assert len(hashes) == 4


def test_hash_when_another_secret_then_another(settings):
    one = privacy.keyed_hash("identity", "1")
    settings.YICHUANG_DATA_KEY = "another"
    assert privacy.keyed_hash("identity", "1") != one


@pytest.mark.parametrize("text", ["", "张三", "𠮷·買買提" * 20, "\U0003106c"])
def test_encryption_when_decrypted_then_the_text_again(text):
    sealed = privacy.encrypt(text)
    assert privacy.decrypt(sealed) == text
    assert not text or (sealed.startswith("k1:") and text not in sealed)


def test_encryption_when_repeated_then_never_the_same():
    assert privacy.encrypt("张三") != privacy.encrypt("张三")


@pytest.mark.parametrize("spoil", [lambda s: s[:-4] + "AAAA", lambda s: "k9" + s[2:]])
def test_decryption_when_spoilt_or_of_another_key_then_an_error(spoil):
    with pytest.raises(ValueError, match="key"):
        privacy.decrypt(spoil(privacy.encrypt("张三")))


def test_decryption_when_of_another_purpose_then_an_error():
    with pytest.raises(ValueError, match="key"):
        privacy.decrypt(privacy.encrypt("张三", "answers"))


@pytest.mark.parametrize(
    ("value", "shown"), [("", ""), ("李", "•"), ("李四", "••"), ("13900001111", "1•• … ••1")]
)
def test_mask_when_shown_then_one_character_at_each_end(value, shown):
    assert privacy.mask(value) == shown


def test_signature_when_read_back_then_the_value_and_only_for_its_purpose():
    token = privacy.sign("ticket", "abc")
    assert privacy.unsign("ticket", token, 60) == "abc"
    for bad in [
        lambda: privacy.unsign("other", token, 60),
        lambda: privacy.unsign("ticket", token + "x", 60),
    ]:
        with pytest.raises(Forbidden):
            bad()


def test_signature_when_too_old_then_refused():
    with pytest.raises(Forbidden):
        privacy.unsign("ticket", privacy.sign("ticket", "abc"), -1)
