/** Plain scalars that readers of YAML disagree on, beside ordinary ones and some that are not valid. */
export const PLAIN_SCALARS: readonly string[] = [
  "web;nginx:1.27;10m;1Gi;1.2.3;a b;a#b;it's;ünï;😀;http://x/y?z=1",
  '80;0;-0;-1;+1;00;010;08;0777;0o17;0x1F;-0x1;0b101;0x;1_000;1__0;1_0.5;0_7',
  '1.5;1.0;1e3;1E3;1e+21;.5;5.;0.;-.5;0.1;1e-7;1e;.;..;-;--',
  '9007199254740993;9223372036854775807;9223372036854775808;18446744073709551616',
  'true;True;TRUE;tRue;false;yes;No;ON;off;y;n;Y;N;null;Null;NULL;~;nil;',
  '12:30:45;1:20;2026-01-02;2026-1-2;2026-13-01;2026-01-02T03:04:05Z;2026-01-02 03:04:05',
  '.inf;-.Inf;.nan;<<;=;@x;`x;%x;!x;&x;*x;|;>;[x;{x;? x;a: b;key: ;- x;#x',
].flatMap((line) => line.split(';'))

export const KEYS: readonly string[] = `a;b;c;name;on;y;null;1;1.5;true;010;~;a b;x/y.z;"q";'s';2026-01-02;<<`.split(
  ';',
)

export const TAGS: readonly string[] = '!!str;!!int;!!float;!!bool;!!null;!!binary;!custom;!'.split(';')

export const ESCAPES: readonly string[] =
  '\\n;\\t;\\";\\\\;\\u00e9;\\x41;\\U0001F600;\\/;\\0;\\e;\\_;\\N;\\q;\\ud83d'.split(';')
