"""Measuring retrieval against judgements: a BEIR folder in, means of measures and a TREC run file out."""
