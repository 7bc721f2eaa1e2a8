"""English words of time.

Source: Huddleston and Pullum, The Cambridge Grammar of the English Language, ch. 8 §6 (temporal location);
month abbreviations as in Unicode CLDR 45, locale en, with the news agencies' longer ones.
"""

from __future__ import annotations

from kg.dates.words_ar import Rows

_MONTHS = {
    1: "january|jan|jan .",
    2: "february|feb|feb .",
    3: "march|mar|mar .",
    4: "april|apr|apr .",
    5: "may",
    6: "june|jun|jun .",
    7: "july|jul|jul .",
    8: "august|aug|aug .",
    9: "september|sept|sep|sept .|sep .",
    10: "october|oct|oct .",
    11: "november|nov|nov .",
    12: "december|dec|dec .",
}
_HIJRI = {
    1: "muharram",
    2: "safar",
    3: "rabi al - awwal|rabi ' al - awwal|rabi i|rabi al awwal|rabi ul awwal|rabi ' i",
    4: "rabi al - thani|rabi ' al - thani|rabi ii|rabi al thani|rabi al - akhir|rabi ' ii",
    5: "jumada al - awwal|jumada al - ula|jumada i|jumada al - oula|jumada al ula",
    6: "jumada al - thani|jumada al - akhira|jumada ii|jumada al - thaniya|jumada al akhira",
    7: "rajab",
    8: "sha ' ban|shaban|shaaban|sha ’ ban",
    9: "ramadan",
    10: "shawwal|shawal",
    11: "dhu al - qi ' dah|dhu al - qadah|dhul qadah|dhu al qadah|dhu al - qa ' da|dhu ' l - qa ' da|"
    "dhul - qadah|"
    "dhu al - qidah|dhul qa ' dah",
    12: "dhu al - hijja|dhu al - hijjah|dhul hijjah|dhul hijja|dhu al hijja|dhu ' l - hijja|dhul - hijjah",
}
_WEEKDAYS = {
    0: "monday|mon|mon .",
    1: "tuesday|tue|tues|tue .|tues .",
    2: "wednesday|wed|wed .",
    3: "thursday|thu|thur|thurs|thu .|thurs .",
    4: "friday|fri|fri .",
    5: "saturday|sat .",
    6: "sunday|sun .",
}
_UNITS = ("day", "week", "month", "year", "decade", "hour", "minute", "fortnight")
_PLURALS = {unit: unit + "s" for unit in _UNITS} | {"century": "centuries"}
_DECADES = ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"]
_FEASTS = {
    (12, 31): "new year ' s eve|new year ’ s eve",
    (1, 1): "new year ' s day|new year ’ s day",
    (12, 25): "christmas day|christmas",
    (12, 24): "christmas eve",
    (5, 1): "may day",
}

TABLES: dict[str, Rows] = {
    "MONTH": [({"month": n, "cal": "g"}, forms) for n, forms in _MONTHS.items()],
    "HMONTH": [({"month": n, "cal": "h"}, forms) for n, forms in _HIJRI.items()],
    "WEEKDAY": [({"weekday": n}, forms) for n, forms in _WEEKDAYS.items()],
    "FEAST": [({"month": m, "day": d, "cal": "g", "feast": 1}, forms) for (m, d), forms in _FEASTS.items()]
    + [
        ({"month": 10, "day": 1, "cal": "h", "feast": 1}, "eid al - fitr|eid al fitr"),
        ({"month": 12, "day": 10, "cal": "h", "feast": 1}, "eid al - adha|eid al adha"),
        ({"month": 1, "day": 1, "cal": "h", "feast": 1}, "islamic new year"),
    ],
    "UNIT": [({"unit": unit}, unit) for unit in (*_UNITS, "century")],
    "UNITS": [({"unit": unit}, plural) for unit, plural in _PLURALS.items()],
    "PAST": [({"mod": "past"}, "last|past|previous|this past")],
    "NEXT": [({"mod": "next"}, "next|coming|upcoming|this coming|the following")],
    "THIS": [({"mod": "this"}, "this|current|the current|present")],
    "SAME": [({"mod": "same"}, "same|that same|that")],
    "FOLLOWING": [({"mod": "following"}, "following|next")],
    "PASTAFTER": [({"mod": "past"}, "last|past|gone")],
    "NEXTAFTER": [({"mod": "next"}, "next|coming")],
    "THISAFTER": [({"mod": "this"}, "this year|instant|of this year|of the current year")],
    "EARLY": [
        ({"part": "early"}, "early|beginning of|the beginning of|start of|the start of|early in|outset of")
    ],
    "MIDDLE": [({"part": "mid"}, "mid -|mid|middle of|the middle of|halfway through")],
    "LATE": [
        ({"part": "late"}, "late|late in"),
        ({"part": "late", "end": 1}, "end of|the end of|close of|the close of|end -|year - end"),
    ],
    "SEASON": [
        ({"season": 21}, "spring|springtime"),
        ({"season": 22}, "summer|summertime"),
        ({"season": 23}, "autumn|fall"),
        ({"season": 24}, "winter|wintertime"),
    ],
    "DECADE": [({"decade": n}, word) for n, word in enumerate(_DECADES, 2)],
    "APPROX": [
        (
            {"approx": 1},
            "about|around|circa|approximately|roughly|nearly|almost|some|ca .|c .|ca|close to|near",
        )
    ],
    "ABOUTAFTER": [({"approx": 1}, "or so|approximately")],
    "UNCERTAIN": [({"uncertain": 1}, "possibly|perhaps|probably|maybe|likely|presumably")],
    "BOUND": [
        (
            {"bound": 1},
            "more than|less than|over|at least|at most|under|fewer than|up to|no more than|"
            "no less than|barely",
        )
    ],
    "ERA_H": [({"cal": "h"}, "ah|a . h .|hijri|a . h")],
    "ERA_G": [({"cal": "g"}, "ad|ce|a . d .|c . e .|a . d|c . e")],
    "ERA_BC": [({"cal": "g", "bc": 1}, "bc|bce|b . c .|b . c . e .|b . c|b . c . e")],
    "YESTERDAY": [({"days": -1}, "yesterday")],
    "YESTERDAY2": [({"days": -2}, "the day before yesterday|day before yesterday|before yesterday")],
    "TODAY": [({"days": 0}, "today|this day")],
    "TOMORROW": [({"days": 1}, "tomorrow")],
    "TOMORROW2": [({"days": 2}, "the day after tomorrow|day after tomorrow")],
    "TONIGHT": [({"days": 0}, "tonight|this morning|this afternoon|this evening|overnight")],
    "LASTNIGHT": [
        ({"days": -1}, "last night|last evening|yesterday evening|yesterday morning|yesterday afternoon")
    ],
    "DAYPART": [
        (
            {"daypart": 1},
            "morning|afternoon|evening|night|noon|midday|dawn|dusk|midnight|lunchtime|a . m .|p . m .",
        )
    ],
    "FEW": [({}, "few|several|a few|a couple of|couple of|some|many|recent")],
}
"""Kind -> features -> forms, the terminals of the grammar."""
