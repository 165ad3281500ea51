"""codebook.yaml and SOURCE.yaml, read strictly."""
