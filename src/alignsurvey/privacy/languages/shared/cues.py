"""Words that say which kind of number comes next, in English and in Chinese (simplified): talk mixes both."""

from __future__ import annotations

from .. import rules

PHONE = rules.cue(
    r"phones?|telephone|tel|cell(?:phone)?|mobile|mob|land\s?line|whats\s?app|signal|hotline|fax|pager|extension|ext"
    r"|(?:contact|direct|work|home|office|new|old|best|his|her|their|my|your|the|a)\s"
    r"(?:phone\s)?number|reach (?:me|him|her|us|them)"
    r"|(?:call|ring|text|dial|phone|message)(?:ed|ing)?(?: (?:me|him|her|us|them|it|back|up|now|on|at)){0,3}",
    r"电话|座机|手机|固话|分机|热线|传真|拨打|打给我|打我|联系方式|致电|来电|call我|打呢个|号码系|whatsapp",
)
IDENTITY = rules.cue(
    r"ssn|social security(?: number)?|social|national insurance|ni n(?:umber|o)|nino|identity|identification|id|id card"
    r"|aadhaa?r|pan(?: card| number)?|voter(?:'s)? id|pps(?:n| number)?|tax(?:payer)?"
    r"(?: file)?(?: number| id)?|tin|tfn|itin|ein|nhs(?: number)?"
    r"|medicare|medicaid|hkid|green card|a-?number|alien registration|steuer-?id|personalausweis"
    r"|sozialversicherungsnummer",
    r"身份证|证件|社保|医保|居民证|居留证|外侨证|健保卡|统一编号|身份号码|驾驶证|驾照|暂住证|居住证|户口本|户口簿|军官证"
    r"|士兵证|残疾证|退休证|老年证|执业证|资格证|毕业证|结婚证|房产证|不动产证|营业执照|回乡证|台胞证|通行证",
)
DRIVING = rules.cue(
    r"driv(?:er|ing)(?:['’]?s)?['’]? (?:licen[cs]e|permit)(?: number| no\.?)?|licen[cs]e "
    r"(?:number|no\.?)|dl(?: number)?"
    r"|f(?:ü|u)hrerschein(?:nummer)?",
    r"驾驶证|驾照|车牌执照|行驶证",
)
PASSPORT = rules.cue(
    r"passports?(?: number| no\.?| card)?|visa(?: number)?|travel document|reisepass",
    r"护照|签证|通行证|回乡证|台胞证|旅行证",
)
# What an office, a school, a hospital or a shop keeps a person under.
_HOLDERS = (
    r"student|pupil|staff|employee|worker|badge|payroll|personnel|clock|matric(?:ulation)?"
    r"|enrol?lment|roll|register|registration"
    r"|patient|hospital|medical(?: record)?|health(?: card| record)?|chart|case|file"
    r"|docket|claim|policy|insurance|member(?:ship)?"
    r"|customer|client|order|invoice|booking|reservation|confirmation|tracking"
    r"|parcel|ticket|union|library(?: card)?|loyalty"
    r"|reward|prison(?:er)?|inmate|service|application|candidate|exam|reference"
    r"|ref|record|permit|certificate|serial|contract"
    r"|tenancy|meter|locker|voucher|beneficiary|benefit|refugee|asylum|immigration|licen[cs]e"
    r"|accession|visitor|user|customer service"
)
RECORD = rules.cue(
    rf"(?:{_HOLDERS})(?: record)? ?(?:numbers?|no\.?|num|nr\.?|#|id|code|reference|ref)"
    rf"|mrn|emp(?:loyee)? ?id|student ?id|id number|case id"
    r"|reference|badge|my id (?:is|was)|matrikelnummer|personalnummer|kundennummer"
    r"|aktenzeichen|uhid|nsfas|ucas(?: id)?|urn",
    r"学号|工号|员工号|员工编号|员工证|职工号|病历号?|病历本|病案号|住院号|门诊号|就诊卡号?|诊疗卡号?|挂号单|准考证号?|考号|考生号|学籍号?|学生证号?"
    r"|会员号|会员卡号?|会员编号|编号|档案号|档案编号|案号|案件号|保单号?|订单号?|单号|快递单|运单|借书证号?|借阅证|警号|证号|证书号|合同号|户号|户头"
    r"|用户号|客户号|客户编号|缴费号|电表号?|水表号?|燃气号|宽带账号|车架号|发动机号|发票号|预约号|流水号|序列号|番号|号码牌|胸牌|工牌|厂牌|登记号|注册号",
)
PLATE = rules.cue(
    r"(?:licen[cs]e|number|registration|vehicle|car|reg|tag) ?(?:plates?|number|no\.?"
    r"|mark|tag)|plates?|registration|reg|tags?",
    r"车牌号?|车号|牌照|号牌|牌号|挂的牌|上的牌",
)
BANK = rules.cue(
    r"(?:bank |savings |checking |current |cheque |giro )?(?:account|acct|a/c|acc)(?: "
    r"(?:number|no\.?|num|#))?|routing(?: number)?|aba|sort ?code|bsb"
    r"|ifsc(?: code)?|iban|swift(?: code)?|bic|konto(?:nummer)?|kto|blz|upi(?: id)?|paypal|venmo|zelle|cash ?app",
    r"银行卡|信用卡|储蓄卡|借记卡|工资卡|社保卡|卡号|账号|帐号|账户|帐户|户口号码?|存折|支付宝|转数快|汇款|打款|转账",
)
CARD = rules.cue(
    r"(?:credit|debit|bank|visa|master|amex|gift|prepaid|payment) ?card(?: number)?|card number|visa|amex|mastercard",
    r"银行卡|信用卡|储蓄卡|借记卡|卡号|工资卡|存折",
)
POSTCODE = rules.cue(
    r"post ?codes?|postal codes?|zip(?: ?codes?)?|pin ?codes?|eircode|plz|postleitzahl", r"邮编|邮政编码|邮递区号|邮区"
)
PIN = rules.cue(
    r"pin(?: number| code)?|pass ?codes?|pass ?word|door code|gate code|entry code|access code"
    r"|security code|cvv|otp|verification code",
    r"密码|验证码|门禁码?|门锁|口令|开门码",
)
