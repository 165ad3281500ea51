"""From the corpora of a data set to its folder: Parquet, manifest, reports."""
