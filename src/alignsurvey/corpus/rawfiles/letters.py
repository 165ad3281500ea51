"""Which letters beyond ASCII a language writes, by the code page that files in it have: what makes a reading likely.

For alphabets of their own the most common letters are named first, because a wrong code page of the same script gives
letters of the script as well, but seldom the common ones. The Chinese and Korean characters are the most frequent of
running text, with some that labels of surveys repeat.
"""

from __future__ import annotations

LATIN = {
    "windows-1252": {
        "German": "äöüß", "French": "éèàêçùâîôûëïœüÿæ", "Spanish": "áéíóúñü", "Portuguese": "ãõáéíóúâêôçàü",
        "Italian": "àèéìòùíóú", "Swedish": "åäöéü", "Danish": "æøåéöü", "Dutch": "éëïèöüáóêç",
        "Icelandic": "áðéíóúýþæö", "Catalan": "àçéèíïóòúü", "English": "éèïç",
    },
    "windows-1250": {
        "Polish": "ąćęłńóśźż", "Czech": "áčďéěíňóřšťúůýž", "Slovak": "áäčďéíĺľňóôŕšťúýž", "Hungarian": "áéíóöőúüű",
        "Croatian": "čćđšž", "Romanian": "ăâîşţ", "Slovenian": "čšž", "German": "äöüß",
    },
    "windows-1254": {"Turkish": "çğıİöşüâîû"},
    "windows-1257": {"Lithuanian": "ąčęėįšųūž", "Latvian": "āčēģīķļņšūž", "Estonian": "äõöüšž"},
    "mac-roman": {"German": "äöüß", "French": "éèàêçùâîôûëïœü", "Spanish": "áéíóúñü", "Portuguese": "ãõáéíóúâêôç"},
    "ibm850": {"German": "äöüß", "French": "éèàêçùâîôûëï", "Spanish": "áéíóúñü", "Portuguese": "ãõáéíóúâêôç"},
}  # fmt: skip
# Alphabets: (its letters, the common ones).
_RUSSIAN = ("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўј", "оеаинтсрвлкмдпуіяьы")
ALPHABETS = {
    "windows-1251": _RUSSIAN,
    "koi8-r": _RUSSIAN,
    "ibm866": _RUSSIAN,
    "iso-8859-5": _RUSSIAN,
    "mac-cyrillic": _RUSSIAN,
    "windows-1253": ("αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ", "αοιετσνηυρςπκμλί"),
    "windows-1255": ("אבגדהוזחטיכלמנסעפצקרשתךםןףץ", "יוהלאתרבמשנ"),
    "windows-1256": ("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأؤإئ،؛؟", "اليمنترهوبعدةفسأ"),
    "tis-620": ("กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮะัาำิีึืฺุูเแโใไๅๆ็่้๊๋์", "านรอกเมลยคตวทสงไปหบแิี่้ั"),
}  # fmt: skip
PUNCTUATION = "«»„“”‘’–—…€£§°•¿¡№·©®×½¼²³ªº"
SIMPLIFIED = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实"
    "性别龄满意您信任非常比较很请问认为政府社会教育程度幸福生活男女以上年收入工作婚姻党员群众农村城市户口省区县关系问题清楚知拒绝回答般重要完全同意"
)  # fmt: skip
TRADITIONAL = (
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心本前開但因只從想實"
    "性別齡滿意您信任非常比較很請問認為政府社會教育程度幸福生活男女以上年收入工作婚姻黨員群眾農村城市戶口省區縣關係問題清楚知拒絕回答般重要完全同意覺嗎自己還算"
)  # fmt: skip
KOREAN = (
    "이다는에의가을하고지로한은도를서사기리자인어대시아나수있그정해부일전제상스과보주들안만와게여장라면성구없음것동공원우조매"
    "렇습니까십시오남여령신뢰만족매우보통별모름응답"
)  # fmt: skip
