"""The book: texts in markup, compiled to rows with byte offsets. See GUIDELINES.md for the markup."""
