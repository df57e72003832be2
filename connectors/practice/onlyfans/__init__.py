"""OnlyFans as its creators' pages and their script show it, made up: platforms/onlyfans.md §9 lists what it plays."""
