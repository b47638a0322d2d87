"""The API: what the pages can do, for programs, by the same services and under the same rules."""
