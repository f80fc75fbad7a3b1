"""The whole product on one machine: an emulated AWS, the real artefact, a front server in CloudFront's place."""
