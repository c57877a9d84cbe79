"""The table of how common words are in general news (src/sayso/link/common_words.txt)."""
