"""Write .rds files with the columns that R's haven makes: labelled values, tagged missing values, factors."""

import numpy as np
import rdata
from rdata.conversion.to_r import DEFAULT_CLASS_MAP, build_r_object
from rdata.parser import RObjectType

LABELLED = ("haven_labelled_spss", "haven_labelled", "vctrs_vctr", "double")


class Vector:
    """A vector of R with its attributes."""

    def __init__(self, values, **attributes):
        self.values, self.attributes = np.asarray(values), attributes


class Frame:
    """A tibble."""

    def __init__(self, **columns):
        self.columns = columns


def texts(*values):
    return np.array(values, dtype="U")


def tagged_na(letter):
    """The NaN in which haven keeps Stata's extended missing value."""
    return np.array([0x7FF0000000000000 | (ord(letter) << 32) | 1954], dtype=np.uint64).view(float)[0]


def _vector(vector, converter):
    bare = converter.convert_to_r_object(vector.values)
    about = converter.convert_to_r_attributes(vector.attributes) if vector.attributes else None
    return build_r_object(bare.info.type, value=bare.value, is_object="class" in vector.attributes, attributes=about)


def _frame(frame, converter):
    columns = [converter.convert_to_r_object(column) for column in frame.columns.values()]
    rows = len(next(iter(frame.columns.values())).values)
    about = {
        "names": texts(*frame.columns),
        "class": texts("tbl_df", "tbl", "data.frame"),
        "row.names": np.arange(1, rows + 1, dtype=np.int32),
    }
    return build_r_object(
        RObjectType.VEC, value=columns, is_object=True, attributes=converter.convert_to_r_attributes(about)
    )


def write(path, frame):
    rdata.write_rds(path, frame, constructor_dict={**DEFAULT_CLASS_MAP, Vector: _vector, Frame: _frame})
