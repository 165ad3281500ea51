"""Exports of survey platforms as people have them, each in a few rows."""

import csv

import pytest

from alignsurvey.corpus.rawfiles.exports import is_metadata
from alignsurvey.corpus.rawfiles.readers import read_table

IMPORT = '{""ImportId"":""QID1""}'
EXPORTS = {
    "Qualtrics": (
        'StartDate,ResponseId,Q1,Q4_1\nStart Date,Response ID,"What is your\nsex?",Check all - Selected Choice\n'
        f'"{IMPORT}","{IMPORT}","{IMPORT}","{IMPORT}"\n2024-01-01,R_1,Male,TV\n2024-01-01,R_2,Female,\n',
        {"Q1": "What is your sex?", "Q4_1": "Check all"},
        ("StartDate", "ResponseId"),
    ),
    "Qualtrics of two rows": (
        "StartDate,ResponseId,Q1\nStart Date,Response ID,What is your sex?\n2024-01-01,R_1,Male\n2024-01-01,R_2,Male\n",
        {"Q1": "What is your sex?"},
        ("StartDate", "ResponseId"),
    ),
    "SurveyMonkey": (
        "Respondent ID,Collector ID,Satisfied?,Which media?,,Sex\n,,Response,Newspaper,Television,Response\n"
        "1,9,Yes,Newspaper,,Male\n2,9,No,,Television,Female\n",
        {"Satisfied?": "Satisfied?", "Which media? - Television": "Which media? - Television"},
        ("Respondent ID", "Collector ID"),
    ),
    "Google Forms": (
        "Timestamp,Email Address,How old are you?\n2024/03/01,a@b.example,18-24\n2024/03/01,c@d.example,25-34\n",
        {"How old are you?": "How old are you?"},
        ("Timestamp", "Email Address"),
    ),
    "Microsoft Forms": (
        "ID,Start time,Completion time,Email,Name,Which do you use?\n1,x,y,no,,TV;Radio;\n2,x,y,no,,TV;\n",
        {"Which do you use?": "Which do you use?"},
        ("ID", "Start time", "Email", "Name"),
    ),
    "问卷星": (
        "序号,提交答卷时间,所用时间,来自IP,1、您的性别：,2.您对生活满意吗？(单选题)\n"
        "1,x,9秒,1.2.3.4,女,满意\n2,x,9秒,1.2.3.4,男,一般\n",
        {"1、您的性别：": "您的性别：", "2.您对生活满意吗？(单选题)": "您对生活满意吗？"},
        ("序号", "提交答卷时间", "来自IP"),
    ),
    "LimeSurvey": (
        'id,submitdate,lastpage,startlanguage,"G1Q1. Do you agree?","Q2[SQ001]. Which media? [TV]"\n'
        "1,x,2,en,Yes,Y\n2,x,2,en,No,N\n",
        {"G1Q1": "Do you agree?", "Q2[SQ001]": "Which media? - TV"},
        ("id", "submitdate", "lastpage"),
    ),
    "ODK or KoboToolbox": (
        "start,end,grp/trust,_id,_uuid,_submission_time,_index\na,b,1,7,u1,x,1\na,b,2,8,u2,x,2\n",
        {},
        ("start", "end", "_uuid", "_submission_time"),
    ),
    "Prolific": (
        "Submission id,Participant id,Status,Age,Sex\ns1,p1,APPROVED,33,Male\ns2,p2,APPROVED,44,Female\n",
        {},
        ("Submission id", "Participant id", "Status"),
    ),
    "Mechanical Turk": (
        'HITId,Title,WorkerId,AssignmentId,Input.text,Answer.trust\nh,"t",w1,a1,x,yes\nh,"t",w2,a2,x,no\n',
        {},
        ("HITId", "WorkerId", "Input.text"),
    ),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_has_its_respondents_wordings_and_metadata(tmp_path, name):
    text, labels, metadata = EXPORTS[name]
    path = tmp_path / "export.csv"
    path.write_text(text, encoding="utf-8-sig")
    table = read_table(path)
    assert len(table.frame) == 2
    assert table.export == name.removesuffix(" of two rows")
    assert {variable: table.labels[variable] for variable in labels} == labels
    assert all(is_metadata(column, table.export) for column in metadata)
    assert not any(is_metadata(column, table.export) for column in labels)


@pytest.mark.parametrize("header", [["id", "status", "start"], ["Respondent", "Name", "Q1"], ["序号", "性别"]])
def test_other_files_are_no_exports_and_lose_no_row(tmp_path, header):
    path = tmp_path / "own.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *([str(row)] * len(header) for row in range(5))])
    table = read_table(path)
    assert (table.export, len(table.frame)) == ("", 5)
