package main

// plainWords are what Helm, Go's templates, the YAML parsers and kustomize say in their own voice.
const plainWords = `
a about above access accumulate accumulated accumulating accumulation add added after alias aliases all allow allowed already an and
annotation annotations anchor any api apiversion apply applying archive are arg args argument arguments array arrive as
at attribute bad base bases be been before begin below between block bool boolean both break but by byte call called
calling can cannot cant change character characters chart charts charter check chunk circular clone close collection
colon column comma command compare comparison compatible complete component components composite conditional conflict
configmap configuration contain contained containing contains content context control converting convert could create crd
current custom cycle data declared decode decoded decoding default define defined definition deleted dependencies
dependency deprecated depth did different directive directory disabled divide division do document does doesn
doesnt duplicate duplicated each either element else empty enabled encode encoded end endpoint entry env environment
eof err error errors evalsymlink evaluating evaluation exactly exceeded exceeds excessive excessively exec executing
execution exist existing exists expect expected expecting expression external extra fail failed failing failure false
field fields file files find first flag float float64 folder followed for forbidden found from func function functions
generate generated generator generators get given got group groups had handler has have header helm hook hooks id
identifier if ignored illegal image images import in include incompatible incomplete incorrect indent indentation index
indicator inf infinite input inside instead int int64 integer interface internal invalid is isn item items iterate iterator
its it json jsonpatch jsonpath key keys kind kube kubeversion kubernetes kustomization kustomize label labels larger layer
least length library line list literal load loaded loader loading local location looking lookup loop make malformed map
mapping mark match matched matches matching max maximum may merge merged merging message metadata method min missing
more multiple must mutually my name named names namespace namespaces nan negative nest nested nesting new newline nil no
node nodes non none nontrivial not nothing null number object objects of offset old on one only op open operand operation
operator option options or order origin out outside overlay overflow overwrite package panic panicked parameter parent
parse parsed parser parsing part patch patches path paths pattern permitted pipeline plugin plugins pod pointer position
prefix processing property range read reader recovered recursion recursive ref reference referenced references refers
release remote remove removed render rendered rendering replace replacement replacements require required requires
resource resources restrict result return returned root runtime scalar scan schema scheme section security see selector
semantic semver separator sequence set short should simple single size slice source sources spec specified specify start
started stat starting statement step str strategic stream strict string strings strvals sub subchart suffix support
supported syntax tab table tabs tag tags tar target targets template templates termination than that the them there this
time to token tokens tls too top tpl transformer transformers tree true try trying type typed types typemeta unable
unclosed undefined unexpected unhashable unique unknown unmarshal unmarshalling unmarshall unpacking unresolved unset
unsupported unterminated up use used user using uuid v1 v1beta1 valid validate validation validator value values var
variable variables verify version versions want wants was were when where which while will with within without would
wrong yaml yml you zero lstat directory such symlink evalsymlinks abs substitution variable bash tgz gzip unexpectedly
unable yamltojson envsubst document documents labelselector deployment service secret secrets container containers
int32 uint64 interface2 mustrequire required2 fromyaml toyaml tojson fromjson nindent trunc quote dict merge mergeoverwrite
`
