"""What can be read about the fake: its rules, its OpenAPI documents, pages made from the code."""
