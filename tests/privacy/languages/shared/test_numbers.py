"""Mail, links, accounts, cards, phones, machines and records."""

import pytest

FOUND = [
    ("en", "EMAIL", "Write to {}.", "jane.roe+x@example.co.uk"),
    ("en", "URL", "See {}, it has all.", "linkedin.com/in/jane-roe"),
    ("en", "HANDLE", "I'm {} there.", "@jane_roe"),
    ("en", "HANDLE", "On Discord {}", "jane#1234"),
    ("en", "HANDLE", "my insta is {}", "jane.roe"),
    ("en", "HANDLE", "My Instagram is {}.", "janeroe"),
    ("zh", "HANDLE", "微博是{}，", "@爱吃糖的小米"),
    ("zh", "HANDLE", "我的小红书号是{}。", "95027118"),
    ("zh", "HANDLE", "抖音名字叫{}。", "“阿亮修车”"),
    ("zh", "WECHAT", "加我微信{}。", "jane_882"),
    ("zh", "QQ", "我QQ是{}", "1234567890"),
    ("en", "BANK_ACCOUNT", "The IBAN is {}.", "DE89 3704 0044 0532 0130 00"),
    ("en", "BANK_ACCOUNT", "sort code {}", "12-34-56"),
    ("zh", "BANK_ACCOUNT", "匯到{}", "012-345678-001"),
    ("en", "BANK_CARD", "It was {}.", "4111 1111 1111 1111"),
    ("en", "IP_ADDRESS", "from {}", "2001:db8:85a3::8a2e:370:7334"),
    ("en", "IP_ADDRESS", "from {}", "58.74.121.78"),
    ("en", "MAC_ADDRESS", "the router {}", "00:1A:2B:3C:4D:5E"),
    ("en", "COORDINATES", "the cabin is at {}", "51.50735, -0.12776"),
    ("zh", "COORDINATES", "定位在{}", "北纬39度54分，东经116度23分"),
    ("en", "PHONE", "It's {} now.", "+49 30 901820"),
    ("en", "PHONE", "It's {} now.", "07400 123456"),
    ("zh", "PHONE", "打{}揾我", "9123 4567"),
    ("zh", "PHONE", "电话{}", "(02)2345-6789"),
    ("en", "PHONE", "that is {}", "4 1 5 5 5 5 0 1 3 2"),
    ("en", "LICENCE_PLATE", "the VIN says {}", "1HGBH41JXMN109186"),
    ("en", "ID_NUMBER", "I was employee number {}, yes", "013830"),
    ("en", "ID_NUMBER", "The case number is {}.", "2021/CV/47121"),
    ("zh", "ID_NUMBER", "学号{}", "2019123456"),
    ("zh", "ID_NUMBER", "我的工号是{}", "GD-1234"),
    ("zh", "ID_NUMBER", "案号是{}", "（2021）京0105民初1501号"),
    ("zh", "STREET_ADDRESS", "邮编{}", "310012"),
]
LEFT_ALONE = [
    ("en", "In 1998-2004 we paid 1,200 dollars, or 120 000 000 in 2005, 2006 and 2007, on 12 May 1999 at 7:30."),
    ("en", "On a scale of 1, 2, 3, 4, 5, 6, 7 I say 5; 3 out of 4, 80 to 90 percent, 20240511."),
    ("en", "rows 451-457, 899-905, 2719-2721"),
    ("en", "Instagram is addictive, Facebook is for old people and my account is private."),
    ("en", "My phone cost 500 dollars, and the account of 2019 was long, e.g. that one."),
    ("zh", "禮拜五中午我們四五個人去，4至5歲的小孩免費，2008年那会儿三百块。"),
    ("zh", "2030年、2060年的目标，20302060年，第三排第五个，十二月二十八号。"),
    ("zh", "抖音是刷得不多，微信天天用，小红书是我女儿在看。"),
]


@pytest.mark.parametrize(("language", "entity", "frame", "value"), FOUND)
def test_a_number_is_found_as_what_it_is(shapes, language, entity, frame, value):
    assert shapes(language, frame.format(value)) == [(entity, value)]


@pytest.mark.parametrize(("language", "text"), LEFT_ALONE)
def test_numbers_that_identify_nobody_stay(shapes, language, text):
    assert shapes(language, text) == []
