"""OnlyFans, by the creator's own pages in a browser: it has no interface for programs (platforms/onlyfans.md)."""
