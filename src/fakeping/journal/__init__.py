"""The record of exchanges: what is kept, searched, asserted, awaited and exported."""
