"""One file for each part of a referral: what its FHIR R4 resources say, as facts."""
