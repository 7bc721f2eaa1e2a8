"""The English grammar of dates, as ``peg`` reads it.

Upper-case names are tables of ``words_en`` or built-ins of ``terminals``.
"""

GRAMMAR = """
# ---- pieces
era       : ["("] (ERA_BC | ERA_H | ERA_G) [")"]
mod       : PAST | NEXT | THIS
yearnum   : year=YEAR | "(" year=YEAR ")"
apostrophe: "'" | "’"
yearx     : ["the"] ["calendar" | "fiscal" | "financial"] "year" (yearnum | year=YEAR3) [era] | yearnum
      [era] | year=ANYYEAR era | (ERA_G | ERA_H) year=ANYYEAR | apostrophe year=YEAR2
relyear   : ["the"] mod "year" | ["the"] SAME "year" | "the" FOLLOWING "year" | "the" "year" {mod=this}
      "in" "progress"
yearpart  : yearx | yearrel=relyear
month     : MONTH | HMONTH
day       : ["the"] day=DAY [SUFFIX] | ["the"] day=DAYORD
monthday  : month ["the"] (day=DAY [SUFFIX] | day=DAYORD) | day ["of"] ["-" | "/"] month
after     : PASTAFTER | NEXTAFTER | THISAFTER
tail      : [","] ["of" | "in" | "-" | "/"] yearpart | [","] ["of"] after | after
relmonth  : mod "month" | SAME "month"
dmy       : monthday [tail] | day ["of"] ["the"] monthrel=relmonth
monthyear : month [[","] ["of" | "in" | "-" | "/"] yearpart | after] | mod month
explicit  : NUMERIC [era] | dmy
weekdayx  : WEEKDAY | "(" WEEKDAY ")"
other     : ["," | "("] ("corresponding" "to" | "which" "corresponds" "to" | "equivalent" "to" | "=")
      [weekdayx] alt=explicit [")"]
    | "(" alt=explicit ")"
deictic   : YESTERDAY2 | YESTERDAY | TOMORROW2 | TOMORROW | TODAY | LASTNIGHT | TONIGHT
zone      : "gmt" | "utc" | "local" "time" | "et" | "est" | "bst"
clock     : ["at"] CLOCK [CLOCKTAIL] [zone] [","] ["on" | "of"]
daypart   : [clock] [DAYPART ["of" | "on" | ","]]
lead      : [deictic [","]] [weekdayx [","]] ["the"]

# ---- days
fullday   : daypart lead ["("] explicit [")"] [other] [DAYPART]
relday    : [clock] [DAYPART ["of"]] deictic [[","] weekdayx] [DAYPART]
weekmod   : PAST | NEXT | THIS {strict=1}
weekafter : [","] PASTAFTER "week" {week=-1} | [","] NEXT "week" {week=1} | [","] ("this" "week") {week=0}
      | PASTAFTER | NEXTAFTER
    | "of" (PAST "week" {week=-1} | NEXT "week" {week=1})
weekday   : [clock] [weekmod] WEEKDAY [DAYPART] [weekafter] | [clock] weekmod WEEKDAY [DAYPART] | [clock]
      DAYPART "of" WEEKDAY | ["the"] WEEKDAY ("before" "last" {mod=past2} | "after" "next" {mod=next2})
sameday   : ["the"] (SAME | FOLLOWING) ("day" | DAYPART) {unit=day} | ["the"] "day" "after" {unit=day}
      {mod=following} !ANYWORD | ["the"] "next" ("day" | DAYPART) {unit=day} {mod=following}
weekdays  : from=WEEKDAY ("and" | "or" | "to" | "through" | "-" | "–") to=weekday | ("between" | "from")
      from=WEEKDAY ("and" | "to" | "until" | "through") to=weekday
feast     : ["the"] FEAST [tail | after]

# ---- months, years and their parts
bareunit  : ["the"] (PAST | NEXT | THIS) UNIT [[","] year=YEAR] | ["the"] SAME UNIT | ["the"] "current"
      UNIT {mod=this} [[","] year=YEAR] | ["the"] UNIT ("before" "last" {mod=past2} | "after" "next"
      {mod=next2})
part      : ["the"] (EARLY | MIDDLE | LATE) ["-"] | ["the"] ("start" {part=early} | "beginning"
      {part=early} | "middle" {part=mid} | "end" {part=late} {end=1}) "of"
relunit   : [part | "earlier" | "later"] bareunit | part "the" ("year" {unit=year} | "month" {unit=month} |
      "week" {unit=week}) {mod=this}
weekend   : (PAST | NEXT | THIS) "weekend" {unit=week} {part=late} | ["the"] "weekend" {unit=week}
      {part=late} {mod=this}
decade    : ["the"] decadeof=DECADES | ["the"] apostrophe decade=DECADE2 | ["the"] DECADE [("of" "the")
      (centuryrel=mod | century=ORD) "century"]
century   : ["the"] century=ORD ["-"] "century" [era] | ["the"] (PAST | NEXT | THIS) "century"
      {unit=century}
season    : [part] ["the"] SEASON (["of"] ["the"] ["year"] yearpart [("-" | "/" | "–")
      (until=YEAR | until=YEAR2)] | after) | mod SEASON | ["the"] SEASON
      "of" yearpart
quarterno : ("last" | "final") {quarter=4} | quarter=ORD
quarter   : ["the"] quarterno "quarter" ["of"] ["the"] (yearpart | bareunit) | "q" quarter=QUARTER [("of" |
      "/" | "-")] yearpart | yearnum ["-"] "q" quarter=QUARTER
half      : ["the"] ("latter" {half=2} | half=ORD) ["-"] "half" ["of"] ["the"] (yearpart | bareunit |
      monthyear) | "h" half=HALF [("of" | "/" | "-")] yearpart
period    : quarter | half | decade | century | season | monthyear | yearpart
parted    : part period | period

# ---- ranges and lists
point     : [weekdayx [","]] explicit | parted | relunit | relday
weekno    : ["the"] (weekno=ORD | "last" {weekno=-1}) "week" ("of" | "in") (monthyear | ["the"]
      monthrel=relmonth)
daypoint  : [weekdayx [","]] ["the"] day=DAY [SUFFIX] | ["the"] day=DAYORD
dash      : "-" | "–" | "—"
upto      : "to" | "until" | "till" | "through" | "thru" | "up" "to"
rangelead : ["the" "period"] ("from" | "between")
bareday   : [weekdayx] day=DAY [SUFFIX] | day=DAYORD
monthonly : [part] MONTH
monthof   : [part] month [","] ["of"] yearx
range     : rangelead from=(point | daypoint) (upto | "and" | dash) to=(point | bareday)
    | from=monthday (upto | dash | "and") to=(dmy | bareday) [tail]
    | from=explicit (upto | dash | "/") to=explicit
    | from=monthof (upto | dash) to=monthof
    | from=monthonly (upto | dash | "and" | "or") to=monthyear
    | from=yearnum (dash | upto) to=yearnum [era]
    | from=decade ("and" | upto | dash) to=decade
days      : from=daypoint ["," second=daypoint] [","] ("and" | "or" | upto | dash | "&") to=dmy
    | month from=daypoint ["," second=daypoint] [","] ("and" | "or" | upto | dash | "&") to=bareday [tail]
years     : ["in" | "the"] ["years"] from=yearnum [","] ("and" | "or" | "&") to=yearnum
centuryno : century=ORD
centuries : ["the"] from=centuryno ("and" | upto | dash) ["the"] to=centuryno "centuries" [era]
quarters  : ["the"] from=quarterno ("and" | upto | dash) ["the"] to=quarterno "quarters"
      ["of"] ["the"] yearpart

# ---- relative
article   : "a" | "an" | "one"
howmany   : n=N ["-"] (UNITS | UNIT) | article UNIT {n=1} ["and" "a" "half" {half_more=1}]
      | FEW UNITS {vague=1} | UNITS {vague=1} | ["a"]
      "couple" ["of"] UNITS {n=2} | "half" article "year" {unit=month} {n=6}
amount    : ["exactly" | "just" | "only" | "precisely"] [APPROX] [BOUND] howmany [ABOUTAFTER]
ago       : amount ("ago" | "earlier" {narrative=1} | "before" {narrative=1} !ANYWORD) {dir=-1} | amount
      ("previously") {dir=-1}
hence     : "in" amount [[apostrophe ["s"]] "time"] {dir=1} {soon=1} | amount ("from" ("now" | "today") |
      "hence") {dir=1} | amount "later" {dir=1} {narrative=1}
relevent  : amount ("after" {dir=1} | "before" {dir=-1} | "following" {dir=1} | "since" {dir=1} | "prior"
      "to" {dir=-1}) {event=1}
fromday   : amount ("after" {dir=1} | "before" {dir=-1} | "from" {dir=1} | "prior" "to" {dir=-1})
      base=(fullday | relday | weekday)
dayafter  : ["the" | "a"] "day" ("after" {dir=1} | "before" {dir=-1} | "following" {dir=1}) &ANYWORD
      {event=1} {unit=day} {n=1}
    | ["the" | "a"] "day" ("after" {dir=1} | "before" {dir=-1}) base=(fullday | weekday) {unit=day} {n=1}
spanned   : [("in" | "over" | "during" | "for" | "within")] ["the"] (PAST | NEXT) n=N (UNITS | UNIT)
      {span=1} | ["the"] (PAST | NEXT) [FEW] UNITS {span=1}
within    : "within" amount {dir=1} {soon=1}
since     : "since" amount {dir=-1}

# ---- the whole
hedge     : UNCERTAIN [APPROX] ["in" | "on"] | APPROX [UNCERTAIN]
plain     : fullday | range | days | years | centuries | quarters | weekdays | weekno | relday |
      weekday | sameday | feast | weekend | relunit | parted | ago | hence | relevent | fromday |
      dayafter | spanned | within
figures   : from=explicit dash to=explicit | NUMERIC | from=yearnum dash to=yearnum | yearnum
expression: [hedge] plain
"""
