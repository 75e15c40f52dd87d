"""What measures, tries and inspects the product. The product imports nothing from here."""
