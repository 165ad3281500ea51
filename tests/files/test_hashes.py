from alignsurvey.files.hashes import digest


def test_digest_tells_its_parts_apart():
    assert digest("ab", "c") != digest("a", "bc")
