"""Documents to text with offsets: HTML, PDF, DOCX, tables; boilerplate; figure tables."""
