"""Every line of a dump gets its label; the labelled page becomes a draft."""
