"""The Arabic grammar of dates, as ``peg`` reads it.

Upper-case names are tables of ``words_ar`` or built-ins of ``terminals``.
"""

GRAMMAR = """
# ---- pieces
era       : ["("] (ERA_BC | ERA_H | ERA_G) [")"]
mod       : PAST2 | NEXT2 | PAST | NEXT | THIS
yearnum   : year=YEAR | "(" year=YEAR ")"
yearx     : YEARWORD (("الهجري" | "الهجريه") {cal=h} year=ANYYEAR | ("الميلادي" | "الميلاديه") {cal=g}
      year=ANYYEAR | yearnum [era] | year=YEARNAME [era] | year=ANYYEAR era | year=YEAR3 [era] | ["."]
      year=YEAR2) | yearnum [era]
    | year=ANYYEAR era
relyear   : YEARWORD mod | DEMONSTRATIVE YEARWORD {mod=this} | YEARWORD SAME | YEARWORD FOLLOWING
yearpart  : yearx [yearrel=mod] | yearrel=relyear
relmonth  : MONTHWORD mod | DEMONSTRATIVE MONTHWORD {mod=this} | MONTHWORD SAME
month     : [MONTHWORD] (MONTH | HMONTH) [("/" | "-" | "–") MONTH | "(" MONTH ")" | MONTH]
day       : [ART] day=DAY | FIRSTDAY | LASTDAY | day=DAYORD | day=DAYNAME
daymonth  : day ["من" | "/" | "-" | "في" | "ل"] month
tail      : [mod] ["،" | ","] ["من" | "في" | "ل" | "/" | "-"] yearpart | mod
dmy       : daymonth [tail] | day ["من"] monthrel=relmonth
monthyear : month [tail]
explicit  : NUMERIC [era] | dmy
deictic   : ["يوم"] (YESTERDAY2 | YESTERDAY | TOMORROW2 | TOMORROW) | TODAY | ["منتصف"] LASTNIGHT | TONIGHT
dayname   : [DAYWORD] (WEEKDAY | "(" WEEKDAY ")")
daylead   : [deictic] [dayname] [mod] ["،" | ","] [DAYWORD] [("الموافق" | "المصادف") ["ل"]]
other     : ("الموافق" | "الموافقة" | "والموافق" | "يوافق" | "المصادف" | "اي") [":" | "ل" | "ب"] [daylead]
      ["("] alt=explicit [")"]
    | "(" alt=explicit ")" | "/" alt=explicit | "=" alt=explicit | "-" alt=explicit
zone      : ["("] [CLOCK] ["بتوقيت" | "ب" "توقيت" | "توقيت"] "غرينتش" [")"] | ("بالتوقيت" | "ب" "التوقيت")
      "المحلي"
clock     : OCLOCK (CLOCK | hour=DAYORD) ["و" ("النصف" | "الربع")] ["تماما"] [DAYPARTAFTER] [zone] ["من" |
      "في"]
    | hour=DAYORD "من" &DAYPART
daypart   : [clock] [DAYPART ["من"]]

# ---- days
clockend  : ["،"] OCLOCK CLOCK [DAYPARTAFTER]
fullday   : daypart daylead ["("] explicit [")"] [other] [clockend]
relday    : daypart deictic [dayname] [DAYPARTAFTER]
weekday   : daypart dayname [mod] [DAYPARTAFTER] | daypart [DAYWORD] WEEKDAY mod
sameday   : daypart "اليوم" (SAME | FOLLOWING | PRECEDING) {unit=day}
weekdays  : DAYSWORD from=dayname ("و" | "او") to=dayname [mod] | from=WEEKDAY "و" to=WEEKDAY mod
feast     : [DAYPART] FEAST [tail]

# ---- months, years and their parts
bareunit  : (THEUNIT (mod | SAME | FOLLOWING | PRECEDING) | DEMONSTRATIVE THEUNIT {mod=this}) [["،"]
      year=YEAR]
part      : (EARLY | MIDDLE | LATE) ["من" | "شهر"]
running   : ("العام" {unit=year} | "السنه" {unit=year} | "الشهر" {unit=month} | "الاسبوع" {unit=week})
      {mod=this}
relunit   : [part] bareunit | part running
decade    : "العقد" decadeno=ORD "من" "القرن" (centuryrel=mod | century=ORD) | ["عقد"] DECADE ["من" | "ل"]
      ["القرن" (centuryrel=mod | century=ORD)]
century   : "القرن" (mod {unit=century} | century=ORD [era])
season    : SEASON (["من" | "في" | "ل"] yearpart [("-" | "/" | "–") until=YEAR] | mod [year=YEAR]) |
      DEMONSTRATIVE SEASON {mod=this}
quarterno : ("الاخير" | "الاخيره") {quarter=4} | quarter=ORD
halfno    : ("الاخير") {half=2} | half=ORD
quarter   : ("الربع" | "الفصل") quarterno ["من" | "ل"] (YEARWORD "الماليه" year=YEAR | yearpart | bareunit)
weekno    : "الاسبوع" (weekno=ORD | ("الاخير" | "الاخيره") {weekno=-1}) ["من"] (monthyear |
      monthrel=relmonth)
half      : "النصف" halfno ["من" | "ل"] (yearpart | bareunit | monthyear | SEASON)
third     : "الثلث" third=ORD ["من"] (yearpart | bareunit)
period    : quarter | half | third | decade | century | season | monthyear | yearpart
parted    : part period | period

# ---- ranges and lists
point     : [daypart] [dayname ["،"]] explicit | parted | relunit | relday | weekday
daypoint  : [daypart] [dayname] ["ال"] day=DAY | day=DAYORD | day=DAYNAME | WEEKDAY
upto      : "الي" | "حتي" | "ولغايه" | "لغايه" | "و" "حتي" | "و" "الي"
dash      : "-" | "–" | "—" | "/"
rangelead : ["الفتره"] (["ما"] "بين" | "من")
bareyear  : year=YEAR
monthof   : [part] month ["من"] yearx
range     : rangelead [DAYWORD] from=(point | daypoint | bareyear) (upto | "و" | dash) to=(point | dmy)
    | from=fullday upto to=fullday
    | YEARWORD from=yearx (upto | dash) to=yearx
    | from=explicit (dash) to=explicit
    | from=monthof (upto | "-" | "–") to=monthof
    | from=yearnum dash to=yearnum [era]
days      : [DAYSWORD | DAYWORD] [dayname] from=daypoint [("،" | "و") second=daypoint] [("،" | "و")
      another=daypoint] ("و" | "او" | upto | "-" |
      "–") [dayname] to=dmy
    | DAYSWORD from=daypoint ("و" | "-" | "/") to=daypoint "من" monthrel=relmonth
years     : YEARSWORD ["ما"] ["بين"] from=yearnum [("،" | "و") second=yearnum] [("،" | "و")
      another=yearnum] ("و" | "او" | upto | dash) to=(yearnum [era])
monthonly : [part] month [mod]
months    : [MONTHSWORD] from=monthonly [("،" | "و") also=monthonly] (["،"] "و" | "او" | upto | "-")
      to=monthyear
decades   : from=DECADE "و" to=decade
centuryno : century=ORD
centuries : ("القرنين" | "القرنان") from=centuryno "و" to=centuryno [era]
quarters  : ("الربعين" | "الربعان") from=quarterno "و" to=quarterno ["من" | "ل"] yearpart

# ---- relative
howmany   : "نصف" ("عام" | "سنه") {unit=month} {n=6} | DUAL | n=N (UNITS | UNIT) | UNIT {n=1} !YEAR !YEAR3
      !MONTH !HMONTH !WEEKDAY !explicit !deictic !"(" !"." | UNITS {vague=1}
      | ("بضع" | "بضعه" | "عده" | "عشرات" | "مئات") (UNITS) {vague=1}
amount    : [APPROX] [BOUND] [APPROX] howmany ["و" ("نصف" | "النصف") {half_more=1}] [ABOUTAFTER] [BOUND]
      ["فقط"]
eventlead : &(("من" | "علي") !"الان") {event=1}
ago       : AGO amount [eventlead] | amount ("خلت" | "مضت" | "مضي" | "ماضيه" | "سابقه") {dir=-1}
fromnow   : "من" "الان"
hence     : HENCE !"عقد" amount [fromnow | eventlead] | ["في"] "غضون" amount !"من" {dir=1}
during    : "خلال" amount (fromnow {dir=1} | {within=1} [eventlead])
after     : [APPROX] (DUAL | n=N (UNITS | UNIT)) ("بعد" {dir=1} | "قبل" {dir=-1}) !UNIT &ANYWORD {event=1}
spanned   : (["خلال" | "في" "غضون"] (THEUNITS mod | THEUNITS n=N (mod | LATEST) | THEUNITS "القليله" mod |
      ART n=N (UNIT | UNITS) (mod | LATEST)
    | n=N (UNIT | UNITS) (mod | LATEST) | THEUNITS (mod | LATEST) n=N) | THEDUAL (mod | LATEST)) {span=1}

# ---- the whole
hedge     : UNCERTAIN [APPROX] ["في"] | APPROX [UNCERTAIN]
plain     : fullday | range | days | years | months | decades | centuries | quarters | weekdays |
      weekno | relday | weekday | sameday | feast | relunit | parted | ago | hence | during | after |
      spanned
figures   : from=explicit dash to=explicit | NUMERIC | from=yearnum dash to=yearnum | yearnum
expression: [hedge] plain [ABOUTAFTER]
"""
