"""The public keys are public, and only they."""

import jwt

from chalicelib.adapters import keys


def test_the_key_set_verifies_our_tokens_and_holds_nothing_private(api, ada):
    reply = api.get("/.well-known/jwks.json")
    assert reply.status == 200
    (key,) = reply.json["keys"]
    assert set(key) == {"kty", "kid", "alg", "use", "n", "e"}
    assert (key["alg"], key["use"], key["kid"]) == ("RS256", "sig", keys.signing_keys()[0].kid)
    options = {"verify_exp": False, "verify_iat": False, "verify_nbf": False}
    claims = jwt.decode(ada.token, jwt.PyJWK(key).key, algorithms=["RS256"], options=options)
    assert claims["custom:contact"] == ada.id
