"""Words as they are compared: without case, accents and apostrophes, and in one spelling (colour is color).

The rules only have to bring two spellings of one word together; what they make need not be a word (promise, promize).
They are kept from bringing two words together: four is not for, filled is not filed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST_WORD = 64
"""Characters of a word that are compared; no word of the press is longer, hostile ones are."""


@lru_cache(maxsize=1 << 16)
def spelled(word: str) -> str:
    """Return a word of a text as it is compared: empty where it is an apostrophe or an accent alone.

    >>> [spelled(word) for word in ("COLOURS", "don’t", "Ibáñez", "recognised", "centre", "four", "filled")]
    ['colors', 'dont', 'ibanez', 'recognized', 'center', 'four', 'filled']
    """
    form = _NOT_COMPARED.sub("", word[:LONGEST_WORD].casefold())
    if not form.isascii():
        form = "".join(c for c in unicodedata.normalize("NFKD", form) if not unicodedata.combining(c))
    return _american(form)


_NOT_COMPARED = re.compile("['’ʼ\u00ad\u200b-\u200d\u2060\\[\\]]")


def _american(form: str) -> str:
    if form in _SINGLE:
        return _SINGLE[form]
    for pattern, ending in _RULES:
        form = pattern.sub(ending, form)
    return form


_RULES = (
    # colour, labour, honour, but not four, hour, tour, flour
    (
        re.compile(
            r"(?<=[a-z]{3})our(?=(?:s|ed|ing|ings|able|ably|ful|fully|er|ers|ite|ites|less|ist|ists|al|ally|hood|hoods)?$)"
        ),
        "or",
    ),
    # recognise, organisation, but not rise, wise, prise
    (re.compile(r"(?<=[a-z]{4})is(?=(?:e|es|ed|ing|ation|ations|ational|er|ers|able)$)"), "iz"),
    (re.compile(r"(?<=[a-z]{2})ys(?=(?:e|es|ed|ing|er|ers)$)"), "yz"),  # analyse, paralyse
    # travelled, councillor, but not called, filled: there have to be two vowels before
    (re.compile(r"(?<=[aeiou][b-df-hj-np-tv-z][aeiou])ll(?=(?:ed|ing|ings|er|ers|or|ors)$)"), "l"),
    (re.compile(r"(?<=[a-z]{2})(?<!g)ogue(?=s?$)"), "og"),  # dialogue, catalogue
)
_PAIRS = (
    "centre center, centres centers, centred centered, theatre theater, theatres theaters, metre meter, metres meters, "
    "kilometre kilometer, kilometres kilometers, litre liter, litres liters, fibre fiber, calibre caliber, "
    "manoeuvre maneuver, manoeuvres maneuvers, manoeuvred maneuvered, manoeuvring maneuvering, sombre somber, "
    "spectre specter, sabre saber, defence defense, defences defenses, defenceless defenseless, offence offense, "
    "offences offenses, licence license, licences licenses, pretence pretense, practise practice, practised practiced, "
    "practising practicing, programme program, programmes programs, grey gray, cheque check, cheques checks, "
    "tyre tire, tyres tires, plough plow, ploughed plowed, judgement judgment, judgements judgments, ageing aging, "
    "acknowledgement acknowledgment, sceptic skeptic, sceptics skeptics, sceptical skeptical, scepticism skepticism, "
    "aluminium aluminum, jewellery jewelry, mould mold, moulded molded, moustache mustache, pyjamas pajamas, "
    "enrol enroll, enrolment enrollment, fulfil fulfill, fulfilment fulfillment, instalment installment, "
    "skilful skillful, wilful willful, towards toward, afterwards afterward, whilst while, amongst among, "
    "encyclopaedia encyclopedia, paediatric pediatric, anaesthetic anesthetic, haemorrhage hemorrhage, "
    "diarrhoea diarrhea, foetus fetus, orthopaedic orthopedic, leukaemia leukemia, artefact artifact, draught draft, "
    "storey story, storeys stories, kerb curb, kerbs curbs, learnt learned, burnt burned, spelt spelled, "
    "axe ax, cosy cozy, speciality specialty, mum mom, counselling counseling, modelling modeling, labelled labeled, "
    "labelling labeling, signalled signaled, signalling signaling, cancelling canceling, cancelled canceled"
)
_SINGLE = {british: american for british, _, american in (pair.partition(" ") for pair in _PAIRS.split(", "))}
