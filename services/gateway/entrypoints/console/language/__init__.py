"""The languages of the console: texts, dates, numbers, names, and what each code of the published language is called."""
