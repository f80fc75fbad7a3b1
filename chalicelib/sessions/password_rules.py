"""Which passwords are refused: short ones, guessable ones, and those made of what everybody knows about the person.

Twelve characters and no rules of composition (ASVS 6.2.1, 6.2.5); what attackers try first is refused (6.2.4, 6.2.11): not
from a list of whole passwords alone, but by what a password is made of, since "Password1234!" stands in no list for ever.
"""

import hashlib
import re
from collections.abc import Iterable

from chalicelib.core.errors import Invalid

SHORTEST, LONGEST = 12, 128
_ENOUGH = 8
_CONTEXT_LETTERS = 4
_LEET = str.maketrans("0134578@$!|", "oieastbasil")
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",  # pragma: allowlist secret, walks that are refused
    "01234567890123456789",  # pragma: allowlist secret, walks that are refused
    "qwertyuiop[]",
    "qwertzuiopü",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "yxcvbnm,.-",
    "qazwsxedcrfvtgbyhnujmikolp",  # pragma: allowlist secret, walks that are refused
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",  # pragma: allowlist secret, walks that are refused
    "!@#$%^&*()_+",
)
_SEQUENCES = _ROWS + tuple(row[::-1] for row in _ROWS)
_WORDS = frozenset(
    "abcd abgefahren access account admin administrator amor andrea andrew angel angels anthony apple arsenal ashley august "
    "austin autumn babygirl bailey banana barcelona baseball basketball batman beautiful berlin blabla blaster boston "
    "brandon bubbles buster butterfly canada casanova change changeme charlie cheese chelsea chicken chocolate chris "
    "christopher claudia cocacola coffee company computer cookie cooper daniel danielle default demo diamond dragon dreams "
    "elephant england eminem family ferrari flower flowers football forever france frankfurt freedom friends fussball "
    "garfield geheim george germany ginger google guest hallo hamburg hannah happy harley hello herbst herzchen hockey "
    "hunter iceman iloveyou inter internet invoice jackson james jasmine jennifer jessica jesus jordan joshua justin "
    "juventus killer kennwort lakers letmein liverpool login london love lovely lover madrid maggie manchester marina "
    "marlboro martin master matrix matthew maverick melissa mercedes michael michelle midnight minecraft mobile monkey "
    "monday money morgan mother motorola muenchen music mustang naruto nathan newyork nicole ninja nothing oliver orange "
    "pass passw0rd passwort password patrick peanut pepper philips phoenix player pokemon power prince princess private "
    "purple qwer qwert qwerty qwertz rainbow ranger raiders richard robert rockyou root running samantha samsung scooter "
    "schalke schatz secret secure server service shadow silver slipknot snoopy soccer sommer sophie spiderman spring starwars "
    "steelers strong student summer sunday sunshine super superman support sweet system temp test tester thomas thunder "
    "tigger tinkerbell trustno user username victoria vanessa welcome whatever william willkommen winner winter yankees "
    "yellow your zaq zxcv".split()
)
# Long passwords of the commonest that leaked which are made of nothing above: the first eight digits of their SHA-256.
_LEAKED = frozenset(
    """
    0025f757 00a6b72d 015000f4 024b4c2f 02f51482 032cc11f 04dbdd17 051925d0 05341415 0711a8d2 07f53162 09938f91
    0d6ffddb 0da0b943 14864a6a 151add3e 1747a57d 185efd4c 18bf6edc 1a6842ff 1a6bd4d9 1b01e30a 1b733e30 1c312dd6
    1c699d06 1de620b8 1e3bb894 22f59479 243d023c 2566a18c 260f52e6 27eecf97 2929e22f 2a47d7af 2a628b45 2b0a8c23
    2c402093 2c7949dc 2cb3809e 2d543bbc 2efa77ad 2f5f6ce5 30dbc9ec 31f61e77 33d73e23 34dce12a 36279996 369a7630
    36aa15a8 39bd1304 404ade22 415250fc 41d02f3b 445dec43 481ec310 4974ebf7 4ac1f5ae 4c73d6c7 50f48097 53a60c94
    567a7f11 58baa3c5 59e20f69 5bd7adb0 5e9286da 5f3b3b61 5f50dd72 5fd6055c 60c8bb6d 617034c2 62d9b56b 65bc867f
    6678d43e 66f1fa83 6ae21716 6c5f285a 6eedfb96 6fe132b2 70e448ef 716f9ff9 7179b0b3 73476e38 7398cf10 74305616
    74af1ea2 74db6811 765ad9f4 767fc64c 775b9c20 780b10cf 789b99e9 7a7adbec 7c36c5b0 7dcac91a 816a209b 81d06fe9
    8206d22f 83703549 845ba5e4 84615b1a 84947e43 8768ced2 89352621 8c6e96f7 8d2cc398 8df95026 9077d1af 909cde4a
    9253229b 9457299b 953124f5 95b3af30 95ce70d9 99a58605 9bbfcb43 9ff80494 a0364755 a2456ff0 a4b59a39 a5d82ffc
    a662c951 a68bf3b2 a91f0cc2 a92cadae abc486d8 acf45488 ad9b0702 ae5deb86 af57f9a2 b0256f0e b28c22cd b2c37ed1
    b51d7bea b5467254 b6b90102 b836be35 b8b2304b b8da82a4 bea7f088 bfae1b30 c1b59ba0 c4bebe78 c5a2c0a2 c6558d2c
    c7e40225 c8ade45e c9034e49 c93e67a1 c95cf936 cab18e5c cacfd524 cd340d1a ce642872 d1c48584 d25b1b53 d52475ba
    d686ba02 d84a9a6b d86c8651 d8aafc4b d8aecc65 da25acfb db7ad950 dbdcf01b dc3c3559 de6278ab e000f40f e12b82d1
    e4005e2c e46b70d3 e49a3321 e5cc3e02 e6381801 e714ccb2 e773bb5d e8f1ad2b e9a2f4d0 ec71a57e ed100d98 eda9bfb9
    eefa1c7e f0aa9910 f1fa5d6c f3eac56e f587d4d5 f5c9316b f7bcd2d4 f86c4d10 f952b74b fa6e5e5a fc4aac7d
    """.split()
)


def check_password(password: str, known: Iterable[str], field: str = "password") -> None:
    """Raises Invalid, naming ``field``. ``known`` is what is known of the person: names, addresses, the merchant."""
    if len(password) < SHORTEST:
        _refuse(field, f"Please use at least {SHORTEST} characters.")
    if len(password) > LONGEST:
        _refuse(field, f"Please use at most {LONGEST} characters.")
    lower = password.casefold()
    if any(word in lower for word in _context(known)):
        _refuse(field, "Please do not use your name, your e-mail address or the merchant's name.")
    if is_common(password):
        _refuse(field, "This password is too easy to guess. Please use a few words that do not belong together.")


def _refuse(field: str, sentence: str) -> None:
    raise Invalid([(field, sentence)])


def _context(known: Iterable[str]) -> set[str]:
    words = {word for text in (*known, "clientportal") for word in re.split(r"[\W_]+", text.casefold())}
    return {word for word in words if len(word) >= _CONTEXT_LETTERS and not word.isdecimal()}


def is_common(password: str) -> bool:
    """Whether it is one of those that attackers try first, or is made of their pieces."""
    lower = password.casefold()
    if hashlib.sha256(lower.encode()).hexdigest()[:8] in _LEAKED or len(set(lower)) < 5:
        return True
    if len(lower) % 2 == 0 and all(_is_walk(half) for half in (lower[::2], lower[1::2])):
        return True
    return _worth(lower) < _ENOUGH


def _worth(text: str) -> int:
    """What a guesser has to guess: 1 for each character, 2 for a common word or a number, 1 for a walk over the keys,
    nothing for a piece that was there before. The cheapest reading counts."""
    best = [0] + [len(text) * 2] * len(text)
    for end in range(1, len(text) + 1):
        best[end] = best[end - 1] + 1
        for start in range(max(0, end - 40), end - 2):
            best[end] = min(best[end], best[start] + _price(text, start, end))
    return best[-1]


def _price(text: str, start: int, end: int) -> int:
    piece = text[start:end]
    if piece in text[:start]:
        return 0
    if _is_walk(piece) or len(set(piece)) == 1:
        return 1
    if piece.isdecimal() and len(piece) <= 8:
        return 2
    return 2 if piece in _WORDS or piece.translate(_LEET) in _WORDS else len(piece)


def _is_walk(piece: str) -> bool:
    return len(piece) >= 3 and any(piece in row for row in _SEQUENCES)
