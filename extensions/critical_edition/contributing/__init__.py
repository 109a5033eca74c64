"""Contributing: what commentary may hold, its house style, its people, new records, differences."""
