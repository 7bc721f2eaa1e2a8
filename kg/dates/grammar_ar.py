"""The Arabic grammar of dates: what ``peg`` reads; upper-case names are tables of ``words_ar`` or built-ins."""

GRAMMAR = """
# ---- pieces
era       : ["("] (ERA_BC | ERA_H | ERA_G) [")"]
mod       : PAST2 | NEXT2 | PAST | NEXT | THIS
yearnum   : year=YEAR | "(" year=YEAR ")" | year=YEARNAME
yearx     : YEARWORD (yearnum [era] | year=ANYYEAR era | year=YEAR3 [era] | ["."] year=YEAR2) | yearnum [era]
    | year=ANYYEAR era
relyear   : YEARWORD mod | DEMONSTRATIVE YEARWORD {mod=this} | YEARWORD SAME | YEARWORD FOLLOWING
yearpart  : yearx [yearrel=mod] | yearrel=relyear
relmonth  : MONTHWORD mod | DEMONSTRATIVE MONTHWORD {mod=this} | MONTHWORD SAME
month     : [MONTHWORD] (MONTH | HMONTH) [("/" | "-" | "–") MONTH | "(" MONTH ")" | MONTH]
day       : [ART] day=DAY | FIRSTDAY | LASTDAY | day=DAYORD | day=DAYNAME
daymonth  : day ["من" | "/" | "-" | "في" | "ل" | "لشهر"] month
tail      : [mod] ["،" | ","] ["من" | "في" | "ل" | "لل" | "/" | "-" | "لسنة"] yearpart | mod
dmy       : daymonth [tail] | day ["من"] monthrel=relmonth
monthyear : month [tail]
explicit  : NUMERIC [era] | dmy
other     : ("الموافق" | "الموافقة" | "والموافق" | "يوافق" | "المصادف" | "اي") [":" | "ل" | "ب"] [daylead] ["("] alt=explicit [")"]
    | "(" alt=explicit ")" | "/" alt=explicit | "=" alt=explicit | "-" alt=explicit
dayname   : [DAYWORD] (WEEKDAY | "(" WEEKDAY ")")
deictic   : [DAYWORD] (YESTERDAY2 | YESTERDAY | TOMORROW2 | TOMORROW | TODAY) | LASTNIGHT | TONIGHT
clock     : OCLOCK (CLOCK | hour=DAYORD) ["و" ("النصف" | "الربع")] ["تماما"] [DAYPARTAFTER] [zone] ["من" | "في"]
    | hour=DAYORD "من" &DAYPART
zone      : ["("] [CLOCK] ["بتوقيت" | "ب" "توقيت" | "توقيت"] "غرينتش" [")"] | ("بالتوقيت" | "ب" "التوقيت") "المحلي"
daypart   : [clock] [DAYPART ["من"]]
daylead   : [deictic] [dayname] [mod] ["،" | ","] [DAYWORD]

# ---- days
fullday   : daypart daylead ["("] explicit [")"] [other] [clockend]
clockend  : ["،"] OCLOCK CLOCK [DAYPARTAFTER]
relday    : daypart deictic [dayname] [DAYPARTAFTER] [mod]
weekday   : daypart dayname [mod] [DAYPARTAFTER] | daypart [DAYWORD] WEEKDAY mod
sameday   : daypart "اليوم" (SAME | FOLLOWING) {unit=day}
weekdays  : DAYSWORD from=dayname ("و" | "او") to=dayname [mod]
feast     : [DAYPART] FEAST [tail]

# ---- months, years and their parts
bareunit  : (THEUNIT (mod | SAME | FOLLOWING) | DEMONSTRATIVE THEUNIT {mod=this}) ["،"] [year=YEAR]
relunit   : [part] bareunit
part      : (EARLY | MIDDLE | LATE) ["من" | "شهر"]
decade    : ["عقد"] DECADE ["من" | "ل"] ["القرن" (centuryrel=mod | century=ORD)]
century   : "القرن" (mod {unit=century} | century=ORD [era])
season    : SEASON (["من" | "في" | "ل"] yearpart | mod [year=YEAR]) | DEMONSTRATIVE SEASON {mod=this}
quarterno : ("الاخير" | "الاخيره") {quarter=4} | quarter=ORD
halfno    : ("الاخير") {half=2} | half=ORD
quarter   : ("الربع" | "الفصل") quarterno ["من" | "ل" | "لل"] (yearpart | bareunit)
half      : "النصف" halfno ["من" | "ل"] (yearpart | bareunit | monthyear | SEASON)
third     : "الثلث" third=ORD ["من"] (yearpart | bareunit)
period    : quarter | half | third | decade | century | season | monthyear | yearpart
parted    : part period | period

# ---- ranges and lists
point     : [daypart] [dayname ["،"]] explicit | parted | relunit | weekday
daypoint  : [daypart] [dayname] ["ال"] day=DAY | day=DAYORD | day=DAYNAME | WEEKDAY
upto      : "الي" | "حتي" | "ولغايه" | "لغايه" | "و" "حتي" | "و" "الي"
dash      : "-" | "–" | "—" | "/"
rangelead : ["الفتره" ["الممتده" | "الواقعه" | "ما"]] (["ما"] "بين" | "من")
range     : rangelead [DAYWORD | DAYSWORD | YEARSWORD | MONTHSWORD] from=(point | daypoint | bareyear) (upto | "و" | dash) to=(point | dmy)
    | from=fullday upto to=fullday
    | YEARWORD from=yearx (upto | dash) to=yearx
    | from=explicit (dash) to=explicit
    | from=yearnum dash to=(yearnum | year=YEAR2 {short=1}) [era]
    | YEARWORD from=yearnum dash year=YEAR2 {short=1}
bareyear  : year=YEAR
days      : [DAYSWORD | DAYWORD] [dayname] from=daypoint ["،" second=daypoint] ("و" | "او" | upto | "-" | "–") [dayname] to=dmy
    | DAYSWORD from=daypoint ("و" | "-" | "/") to=daypoint "من" monthrel=relmonth
years     : YEARSWORD ["ما"] ["بين"] from=yearnum ["،" second=yearnum] ["،" another=yearnum] ("و" | "او" | upto | dash) to=(yearnum [era])
months    : [MONTHSWORD] from=monthonly ["،" also=monthonly] ("و" | "او" | upto | "-") to=monthyear
monthonly : [part] month [mod]
decades   : from=DECADE "و" to=decade

# ---- relative
howmany   : DUAL | n=N (UNITS | UNIT) | UNIT {n=1} | UNITS {vague=1} | ("بضع" | "بضعه" | "عده" | "عشرات" | "مئات") (UNITS) {vague=1}
amount    : [APPROX] [BOUND] [APPROX] howmany ["و" ("نصف" | "النصف") {half_more=1}] [ABOUTAFTER] [BOUND] ["فقط"]
ago       : AGO amount [eventlead] | amount ("خلت" | "مضت" | "مضي" | "ماضيه" | "سابقه") {dir=-1}
hence     : HENCE amount ["من" "الان" {from_now=1}] [eventlead]
after     : [APPROX] howmany ("بعد" {dir=1} | "قبل" {dir=-1}) &ANYWORD {event=1}
eventlead : &(("من" | "علي") !"الان") {event=1}
spanned   : [WITHIN] (THEUNITS [n=N | "القليله"] mod | THEDUAL mod | ART n=N (UNIT | UNITS) mod | n=N (UNIT | UNITS) mod
    | THEUNITS mod n=N) {span=1}
within    : WITHIN (relunit | sameday)

# ---- the whole
hedge     : UNCERTAIN [APPROX] | APPROX [UNCERTAIN]
plain     : range | days | years | months | decades | weekdays | fullday | relday | weekday | sameday | feast
    | relunit | parted | ago | hence | after | spanned | within
expression: [hedge] plain [ABOUTAFTER]
"""
