package secret

import (
	"encoding/base64"
	"strings"
	"testing"
)

func (k Kind) String() string {
	return [...]string{"Empty", "Placeholder", "Label", "Prose", "Testing", "Word", "Password", "Random", "Known"}[k]
}

// Tokens of known shapes are put together here, so that nobody's scanner takes this file for a leak.
var (
	webToken = base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." +
		base64.RawURLEncoding.EncodeToString([]byte(`{"sub":"4711"}`)) + ".c2lnbmVkLWJ5LW5vYm9keQ"
	keyBody = strings.Repeat("MIIEvQIBADANBgkqhkiG9w0", 4)
)

func TestJudge(t *testing.T) {
	tests := []struct {
		text string
		want Kind
	}{
		{"", Empty},
		{"   ", Empty},
		{"x", Empty},
		{"<your key here>", Placeholder},
		{"YOUR_API_KEY", Placeholder},
		{"xxxxxxxxxxxxxxxx", Placeholder},
		{"********", Placeholder},
		{"00000000-0000-0000-0000-000000000000", Placeholder},
		{"changeme", Placeholder},
		{"Change_Me_123", Placeholder},
		{"{!$Credential.Password}", Placeholder},
		{"{0}", Empty},
		{"{0}:{1}", Placeholder},
		{"${TOKEN}", Placeholder},
		{"%%%NAMESPACE%%%", Placeholder},
		{"[REDACTED]", Placeholder},
		{"Bearer {!$Credential.Password}", Placeholder},

		{"Api_Key__c", Label},
		{"ns__Client_Secret__c", Label},
		{"Authorization", Label},
		{"Bearer", Label},
		{"X-Api-Key", Label},
		{"client_secret", Label},
		{"accessToken", Label},
		{"grant_type=", Label},
		{"/services/oauth2/token", Label},
		{"https://login.salesforce.com/services/oauth2/token", Label},
		{"callout:Billing/v1", Label},
		{"urn:ietf:params:oauth:grant-type:jwt-bearer", Label},
		{"application/x-www-form-urlencoded", Label},
		{"HmacSHA256", Label},
		{"hmac-sha256", Label},
		{"AES256", Label},
		{"RS256", Label},
		{"^(?=.*[A-Z])(?=.*[0-9]).{8,}$", Label},
		{"[a-zA-Z0-9]+", Label},
		{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", Label},
		{"ABCDEFGHJKLMNPQRSTUVWXYZ23456789", Label},
		{"admin@example.org", Placeholder},
		{"integration@acme.com", Label},
		{"api.acme.com", Label},
		{"private_key.pem", Label},
		{"0015g00000ABCDEAA2", Label},
		{"2024-01-01", Label},
		{"LMT_Named_Credential_Client_Creds", Label},
		{"oauth2", Label},
		{"SSO_Certificate", Label},

		{"Your password has expired.", Placeholder},
		{"The password has expired.", Prose},
		{"Small Business", Prose},

		{"hunter", Word},
		{"HardcodedToken", Word},
		{"swordfish", Word},
		{"testUser123", Testing},
		{"123456", Word},

		{"hunter2", Password},
		{"P@ssw0rd!", Password},
		{"Summer2024", Password},
		{"letmein!", Password},

		{"9f8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d", Random},
		{"3f2504e0-4f89-11d3-9a0c-0305e82c3301", Random},
		{"kJ8s9Dk2Lx0Qw7Zp4Rt6Yb1N", Random},
		{"q7x2m9v4k1z8w3t6r5y0p2n7", Random},
		{"Zm9vYmFyYmF6cXV4cXV1eDEyMzQ1Njc4OTA=", Random},
		{"4Hx+9sT/0qLmPz7VbR2cWg==", Random},
		{"Bearer kJ8s9Dk2Lx0Qw7Zp4Rt6Yb1N", Random},

		{webToken, Known},
		{"Bearer " + webToken, Known},
		{"-----BEGIN PRIVATE KEY-----\n" + keyBody + "\n-----END PRIVATE KEY-----", Known},
		{"-----BEGIN RSA PRIVATE KEY-----\n" + keyBody, Known},
		{"MIIEvQ" + "IBADANBgkqhkiG9w0BAQEFAASC" + strings.Repeat("kJ8s9Dk2", 6), Known},
		{"MIIOaA" + "IBAzCCDiQGCSqGSIb3DQEH" + strings.Repeat("kJ8s9Dk2", 6), Known},
		{"AKIA" + "Q3EGRZ7T5XNB2WVC", Known},
		{"AKIA" + "IOSFODNN7EXAMPLE", Placeholder},
		{"xoxb" + "-170420-2718281-lkJHGfdsaPOIuytREwq", Known},
		{"ghp" + "_8sD9fkJ2Lq0xZ7cVbN4mQw3Er6Ty1Ui5Op0a", Known},
		{"sk" + "_live_4eC39HqLyjWDarjtT1zdp7dc", Known},
		{"00D5g000004Ab" + "Cd!AQ8AQFzWm3kLq9xVt2Hs7Pb1Ry6Nc4Dj8Gf5", Known},
		{"https://robot:s3cr3t@db.acme.com/x", Known},
		{"Basic " + base64.StdEncoding.EncodeToString([]byte("robot:s3cr3t")), Known},
		{"https://hooks.slack.com/services/T024BE7LD/B024BE7LE/" + "a8sD7fG6hJ5kL4zX3cV2bN1m", Known},
	}
	for _, test := range tests {
		if got := Judge(test.text); got.Kind == Known && !MayHold(test.text) {
			t.Errorf("%q gets no look", test.text)
		}
		if got := Judge(test.text); got.Kind != test.want {
			t.Errorf("Judge(%q) is %v, want %v", test.text, got.Kind, test.want)
		}
	}
}

// Names of things that are long and mixed enough to be taken for random.
func TestNamesAreNotRandom(t *testing.T) {
	for _, text := range []string{
		"AccountTriggerHandler2ForSomethingElse", "npsp__General_Accounting_Unit_1__c", "General_Accounting_Unit_Allocation_1",
		"MPS.Prolog.Shared.FileManagement.Documents", "PBS_AAAP_CERTIFICATE_OF_SIGNATORY", "c-my-component-2-with-long-name",
		"2024-03-01T12:30:00.000Z", "tcssinglequery/services/TCSSingleQueryService", "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'",
		"Opportunity.Account.Primary_Contact_2.Email", "font-size:12px;color:#333;padding:4px", "SOQL_QUERY_LIMIT_10000_EXCEEDED",
		"AQL_RecordTypeDeveloperName2", "US_EN_Currency2_Format_Locale", "translateX(100px)rotate(45deg)",
		"ABC_Users_LVL4_CRE", "XYZ_LOP_NewOfferForm1364", "testDESProjCodeCovDESOff2", "/one/one.app#/sObject/",
	} {
		if got := Judge(text); got.Kind >= Random {
			t.Errorf("Judge(%q) is %v", text, got.Kind)
		}
	}
}

func TestJudgeBoundsTheSecret(t *testing.T) {
	const text = "Bearer kJ8s9Dk2Lx0Qw7Zp4Rt6Yb1N"
	if j := Judge(text); text[j.Start:j.End] != "kJ8s9Dk2Lx0Qw7Zp4Rt6Yb1N" {
		t.Errorf("the secret is %q", text[j.Start:j.End])
	}
	const url = "https://robot:s3cr3t@db.acme.com/x"
	if j := Judge(url); url[j.Start:j.End] != "s3cr3t" {
		t.Errorf("the secret is %q", url[j.Start:j.End])
	}
}

func TestName(t *testing.T) {
	tests := map[Hint]string{
		StrongHint: "password PASSWORD dbPassword userPwd clientSecret CLIENT_SECRET_VALUE apiKey API_KEY APIKEY Api_Key__c stripeApiKeyProd accessToken " +
			"authToken bearerToken privateKey signingKey encryptionKey AES_KEY MY_SECRET_2 sessionId TOKEN token1 pass webhookSecret " +
			"SUBSCRIPTION_KEY oauthTokenDefault passphrase adminCredentials mypassword clientCertPasswd_x",
		WeakHint: "signature hash salt jwt PASSWORD_KEY tokenKey cookie cert authorization myAuth IV encryptionSeed oauth X_API_KEY_ARCHIVE key",
		NoHint: "name passwordField tokenUrl TOKEN_ENDPOINT secretName apiKeyHeader tokenType passwordLabel tokenExpiry FIELD_PASSWORD PARAM_SECRET " +
			"HEADER_AUTHORIZATION ERROR_MISSING_TOKEN forgotPassword publicKey siteKey accountName keyField JWT_ROLES_PARAM ENDPOINT_TOKENIZE sortKey2Name " +
			"passwordPolicy tokenizer PASSWORD_REGEX hasToken PASSWORD_RESET_MESSAGE maxTokens invalidPassword monkey assigned_to passenger namedCredential NAMED_CREDENTIALS myNamedCred cifKey customerKey EmailEncodingKey",
	}
	for want, names := range tests {
		for name := range strings.FieldsSeq(names) {
			if got := Name(name); got != want {
				t.Errorf("Name(%q) is %d, want %d", name, got, want)
			}
		}
	}
}

func TestRepeats(t *testing.T) {
	for name, value := range map[string]string{"PASSWORD": "Pass-word", "MASTER_KEY": "$MASTER$", "JWT_TOKEN": "jwttoken", "GAUS_KEY": "gaus"} {
		if !Repeats(name, value) {
			t.Errorf("%s = %q says more than its name", name, value)
		}
	}
	for name, value := range map[string]string{"password": "password1", "apiKey": "swordfish", "key": "key of life"} {
		if Repeats(name, value) {
			t.Errorf("%s = %q says no more than its name", name, value)
		}
	}
}

func TestHeader(t *testing.T) {
	tests := map[HeaderKind]string{
		AuthorizationHeader: "Authorization AUTHORIZATION Proxy-Authorization",
		CredentialHeader:    "X-Api-Key apikey api-key X-Auth-Token X-Vault-Token client_secret Ocp-Apim-Subscription-Key X-Auth Private-Token x-functions-key",
		OtherHeader:         "Content-Type Accept Idempotency-Key X-CSRF-Token Cache-Control SOAPAction X-Request-Id key",
	}
	for want, names := range tests {
		for name := range strings.FieldsSeq(names) {
			if got := Header(name); got != want {
				t.Errorf("Header(%q) is %d, want %d", name, got, want)
			}
		}
	}
}

func TestCredential(t *testing.T) {
	tests := map[string]string{
		"Bearer abc": "abc", "bearer abc": "abc", "Bearer ": "", "Basic abc=": "abc=", "abc": "abc", "key=abc": "abc", "Token token=abc": "abc",
		"MyScheme abc": "abc", "two words here": "words here", "": "", " Bearer abc": "abc",
	}
	for text, want := range tests {
		if got := text[Credential(text):]; got != want {
			t.Errorf("the credential of %q is %q, want %q", text, got, want)
		}
	}
}

func TestPairs(t *testing.T) {
	tests := map[string]string{
		"grant_type=password&client_id=a&client_secret=s3cr3t&username=u": "client_secret:s3cr3t",
		`{"user": "x", "password" : "a\"b", "n": 1}`:                      `password:a\"b`,
		"<ns:password Type='x'>abc</ns:password><user>u</user>":           "password:abc",
		"user=u&password=Acme#2023":                                       "password:Acme#2023",
		"https://h/p?api_key=abc#x":                                       "api_key:abc",
		"token_type=bearer&expires_in=10":                                 "",
		"password=&x=1":                                                   "",
	}
	for text, want := range tests {
		if want != "" && !MayHold(text) {
			t.Errorf("%q gets no look", text)
		}
		var got []string
		for _, p := range Pairs(text) {
			got = append(got, p.Key+":"+text[p.Start:p.End])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("Pairs(%q) is %q, want %q", text, got, want)
		}
	}
}

func FuzzJudge(f *testing.F) {
	f.Add("Bearer abc")
	f.Add("-----BEGIN PRIVATE KEY-----")
	f.Fuzz(func(t *testing.T, text string) {
		j := Judge(text)
		if j.Start < 0 || j.Start > j.End || j.End > len(text) {
			t.Errorf("Judge(%q) = %+v", text, j)
		}
		_ = Name(text)
		_ = Header(text)
		if n := Credential(text); n < 0 || n > len(text) {
			t.Errorf("Credential(%q) = %d", text, n)
		}
		for _, p := range Pairs(text) {
			if p.Start >= p.End || p.End > len(text) {
				t.Errorf("Pairs(%q) = %+v", text, p)
			}
		}
	})
}
