// Request bodies as kubectl 1.33 sent them (application/vnd.kubernetes.protobuf, in hex), and the same
// objects as it printed them with --dry-run=client -o json, without nulls.
#pragma once

namespace podium::schema {

struct RecordedBody {
  const char* command;
  const char* hex;
  const char* json;
};

// clang-format off
inline constexpr RecordedBody kRecordedBodies[] = {
    {"create deployment web --image=nginx --replicas=3 --port=80",
     "6b3873000a150a07617070732f7631120a4465706c6f796d656e7412b8010a1f0a0377656212001a0022002a003200380042"
     "005a0a0a0361707012037765621286010803120c0a0a0a0361707012037765621a6c0a1c0a0012001a0022002a0032003800"
     "42005a0a0a036170701203776562124c122e0a056e67696e7812056e67696e782a00320a0a001000185022002a0042006a00"
     "7200800100880100900100a201001a00320042004a0052005800600068008201008a01009a0100c2010022020a0028003800"
     "1a0c0800100018002000280038001a002200",
     R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"labels":{"app":"web"},"name":"web"},"s)"
     R"(pec":{"replicas":3,"selector":{"matchLabels":{"app":"web"}},"strategy":{},"template":{"metadata)"
     R"(":{"labels":{"app":"web"}},"spec":{"containers":[{"image":"nginx","name":"nginx","ports":[{"con)"
     R"(tainerPort":80}],"resources":{}}]}}},"status":{}})"},
    {"create configmap c --from-literal=a=1 --from-literal=b=2",
     "6b3873000a0f0a0276311209436f6e6669674d617012230a110a016312001a0022002a0032003800420012060a0161120131"
     "12060a01621201321a002200",
     R"({"apiVersion":"v1","data":{"a":"1","b":"2"},"kind":"ConfigMap","metadata":{"name":"c"}})"},
    {"create namespace team",
     "6b3873000a0f0a02763112094e616d657370616365121c0a140a047465616d12001a0022002a0032003800420012001a020a"
     "001a002200",
     R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"team"},"spec":{},"status":{}})"},
    {"create secret generic s --from-literal=p=hello",
     "6b3873000a0c0a027631120653656372657412210a110a017312001a0022002a00320038004200120a0a0170120568656c6c"
     "6f1a001a002200",
     R"({"apiVersion":"v1","data":{"p":"aGVsbG8="},"kind":"Secret","metadata":{"name":"s"}})"},
    {"create serviceaccount robot",
     "6b3873000a140a027631120e536572766963654163636f756e7412170a150a05726f626f7412001a0022002a003200380042"
     "001a002200",
     R"({"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"robot"}})"},
    {"create service nodeport web --tcp=80:8080 --node-port=30080",
     "6b3873000a0d0a027631120753657276696365126a0a1f0a0377656212001a0022002a003200380042005a0a0a0361707012"
     "0377656212430a1d0a0738302d38303830120354435018502207080010903f1a002880eb01120a0a0361707012037765621a"
     "0022084e6f6465506f72743a00420052005a00600068001a020a001a002200",
     R"({"apiVersion":"v1","kind":"Service","metadata":{"labels":{"app":"web"},"name":"web"},"spec":{"p)"
     R"(orts":[{"name":"80-8080","nodePort":30080,"port":80,"protocol":"TCP","targetPort":8080}],"selec)"
     R"(tor":{"app":"web"},"type":"NodePort"},"status":{"loadBalancer":{}}})"},
    {"create job j --image=busybox -- sleep 5",
     "6b3873000a0f0a0862617463682f763112034a6f621282010a110a016a12001a0022002a00320038004200126332610a100a"
     "0012001a0022002a00320038004200124d122a0a016a120762757379626f781a05736c6565701a01352a0042006a00720080"
     "0100880100900100a201001a054e65766572320042004a0052005800600068008201008a01009a0100c201001a0820002800"
     "30003a001a002200",
     R"({"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"j"},"spec":{"template":{"metadata":{})"
     R"(,"spec":{"containers":[{"command":["sleep","5"],"image":"busybox","name":"j","resources":{}}],")"
     R"(restartPolicy":"Never"}}},"status":{}})"},
    {"create cronjob cj --image=busybox --schedule=@hourly",
     "6b3873000a130a0862617463682f7631120743726f6e4a6f62129a010a120a02636a12001a0022002a003200380042001281"
     "010a0740686f75726c791a002a740a120a02636a12001a0022002a00320038004200125e325c0a100a0012001a0022002a00"
     "320038004200124812210a02636a120762757379626f782a0042006a007200800100880100900100a201001a094f6e466169"
     "6c757265320042004a0052005800600068008201008a01009a0100c201001a001a002200",
     R"({"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"cj"},"spec":{"jobTemplate":{"meta)"
     R"(data":{"name":"cj"},"spec":{"template":{"metadata":{},"spec":{"containers":[{"image":"busybox",)"
     R"("name":"cj","resources":{}}],"restartPolicy":"OnFailure"}}}},"schedule":"@hourly"},"status":{}})"},
    {"create quota q --hard=cpu=1,pods=2",
     "6b3873000a130a027631120d5265736f7572636551756f746112300a110a017112001a0022002a0032003800420012190a0a"
     "0a0363707512030a01310a0b0a04706f647312030a01321a001a002200",
     R"({"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q"},"spec":{"hard":{"cpu":"1","po)"
     R"(ds":"2"}},"status":{}})"},
    {"create poddisruptionbudget p --selector=app=web --min-available=50%",
     "6b3873000a200a09706f6c6963792f76311213506f6444697372757074696f6e427564676574123a0a110a017012001a0022"
     "002a0032003800420012190a09080110001a03353025120c0a0a0a0361707012037765621a0a080018002000280030001a00"
     "2200",
     R"({"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"p"},"spec":{"minAvai)"
     R"(lable":"50%","selector":{"matchLabels":{"app":"web"}}},"status":{"currentHealthy":0,"desiredHea)"
     R"(lthy":0,"disruptionsAllowed":0,"expectedPods":0}})"},
    {"create ingress i --rule=a.com/x*=web:80",
     "6b3873000a1f0a146e6574776f726b696e672e6b38732e696f2f76311207496e677265737312430a110a016912001a002200"
     "2a00320038004200122a1a280a05612e636f6d121f0a1d0a1b0a022f78120d220b0a0377656212040a0010501a0650726566"
     "69781a020a001a002200",
     R"({"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"i"},"spec":{"rules":[)"
     R"({"host":"a.com","http":{"paths":[{"backend":{"service":{"name":"web","port":{"number":80}}},"pa)"
     R"(th":"/x","pathType":"Prefix"}]}}]},"status":{"loadBalancer":{}}})"},
    {"create role r --verb=get --resource=pods",
     "6b3873000a240a1c726261632e617574686f72697a6174696f6e2e6b38732e696f2f76311204526f6c6512220a110a017212"
     "001a0022002a00320038004200120d0a0367657412001a04706f64731a002200",
     R"({"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"r"},"rules":[{"a)"
     R"(piGroups":[""],"resources":["pods"],"verbs":["get"]}]})"},
    {"create rolebinding rb --role=r --user=jo",
     "6b3873000a2b0a1c726261632e617574686f72697a6174696f6e2e6b38732e696f2f7631120b526f6c6542696e64696e6712"
     "630a120a02726212001a0022002a0032003800420012270a04557365721219726261632e617574686f72697a6174696f6e2e"
     "6b38732e696f1a026a6f22001a240a19726261632e617574686f72697a6174696f6e2e6b38732e696f1204526f6c651a0172"
     "1a002200",
     R"({"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"rb"},"rol)"
     R"(eRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"r"},"subjects":[{"apiGroup")"
     R"(:"rbac.authorization.k8s.io","kind":"User","name":"jo"}]})"},
    {"create priorityclass pc --value=0",
     "6b3873000a250a147363686564756c696e672e6b38732e696f2f7631120d5072696f72697479436c61737312300a120a0270"
     "6312001a0022002a003200380042001000180022002a14507265656d70744c6f7765725072696f726974791a002200",
     R"({"apiVersion":"scheduling.k8s.io/v1","kind":"PriorityClass","metadata":{"name":"pc"},"preemptio)"
     R"(nPolicy":"PreemptLowerPriority","value":0})"},
};
// clang-format on

}  // namespace podium::schema
