"""What a reply says: a choice, a distribution, a stance, a judge's score."""
