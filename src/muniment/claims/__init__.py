"""Floor 3: a document in; its claims (figures, dates, citations, demands) out."""
