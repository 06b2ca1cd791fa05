"""What a sensitivity analysis says: sentences, figures and files."""
