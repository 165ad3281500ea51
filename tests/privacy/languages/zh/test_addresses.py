"""Chinese addresses, whole: the mainland, Hong Kong, Taiwan."""

import pytest


@pytest.mark.parametrize(
    ("frame", "value"),
    [
        ("我住在{}。", "北京市朝阳区建国门外大街88号院3号楼2单元1502室"),
        ("家在{}，", "幸福小区3栋2单元401"),
        ("老家是{}。", "王家村3组12号"),
        ("我住{}。", "九龍旺角彌敦道123號5樓B室"),
        ("以前住{}。", "沙田第一城12座8樓C室"),
        ("以前住{}。", "沙角邨綠柳樓1203室"),
        ("地址是{}。", "台北市大安區信義路四段12巷3弄5號7樓之2"),
    ],
)
def test_an_address_is_found_whole(shapes, frame, value):
    assert shapes("zh", frame.format(value)) == [("STREET_ADDRESS", value)]


@pytest.mark.parametrize("text", ["第三排第五个号，一号线坐到底，二楼三楼都有。", "村里二组有三四个人。"])
def test_no_address(shapes, text):
    assert shapes("zh", text) == []
