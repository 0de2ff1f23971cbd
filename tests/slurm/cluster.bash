# A Slurm cluster for tests: a controller and the nodes n1 and n2, all of them processes of whoever calls it on this
# machine's loopback, unpacked by tests/slurm/packages into $SLURM_ROOT. cluster_start() sets the environment in which
# sbatch and the rest are those of this cluster; cluster_stop() ends its processes and no other ones.
# shellcheck shell=bash
SLURM_ROOT=$(realpath -e "${SLURM_ROOT:-$(dirname "${BASH_SOURCE[0]}")/../../build/slurm}") || exit 1
cluster_pids=()
pid_munged='' pid_controller='' pid_n1='' pid_n2=''

# A daemon's process: started in the background, its output in $cluster/NAME.log, its number in pid_NAME.
cluster_daemon() { # NAME COMMAND...
    local name=$1
    shift
    LD_LIBRARY_PATH=$SLURM_ROOT/usr/lib/$(uname -m)-linux-gnu:$SLURM_ROOT/usr/lib/$(uname -m)-linux-gnu/slurm-wlm \
        "$@" >> "$cluster/$name.log" 2>&1 &
    printf -v "pid_$name" '%s' $!
    cluster_pids+=($!)
}

cluster_controller() { cluster_daemon controller "$SLURM_ROOT/usr/sbin/slurmctld-wlm" -D -f "$SLURM_CONF"; }

cluster_node() { # NAME
    cluster_daemon "$1" "$SLURM_ROOT/usr/sbin/slurmd-wlm" -D -f "$SLURM_CONF" -N "$1" \
        -d "$SLURM_ROOT/usr/sbin/slurmstepd-wlm"
}

cluster_configuration() { # [LINE...]: lines that are added to slurm.conf, or take the place of one of the same word
    local me port line words
    me=$(id -un)
    port=$((20000 + $$ % 20000))
    mkdir -p "$cluster"/{spool,state}
    head -c 1024 /dev/urandom > "$cluster/munge.key"
    chmod 600 "$cluster/munge.key"
    cat > "$cluster/defaults" << EOF
ClusterName=test
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmUser=$me
SlurmdUser=$me
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$cluster/munge.sock,cred_expire=5
SlurmctldPort=$port
SlurmctldPidFile=$cluster/controller.pid
SlurmdPidFile=$cluster/%n.pid
StateSaveLocation=$cluster/state
SlurmdSpoolDir=$cluster/spool/%n
PluginDir=$SLURM_ROOT/usr/lib/$(uname -m)-linux-gnu/slurm-wlm
PlugStackConfig=/dev/null
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/filetxt
JobCompLoc=$cluster/jobcomp.txt
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
SlurmdTimeout=10
SlurmctldTimeout=10
InactiveLimit=0
KillWait=5
MinJobAge=300
SchedulerParameters=sched_interval=1,sched_min_interval=0,batch_sched_delay=0,bf_interval=1
NodeName=n[1-2] NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 Port=[$((port + 1))-$((port + 2))] CPUs=2 State=UNKNOWN
PartitionName=main Nodes=n[1-2] Default=YES MaxTime=INFINITE State=UP
EOF
    words=$(printf '%s\n' "$@" | cut -d = -f 1)
    while IFS= read -r line; do
        [[ $'\n'$words$'\n' == *$'\n'"${line%%=*}"$'\n'* ]] || printf '%s\n' "$line"
    done < "$cluster/defaults" > "$SLURM_CONF"
    [ $# -eq 0 ] || printf '%s\n' "$@" >> "$SLURM_CONF"
    # looking for cgroup/v2 ends slurmd in containers
    echo 'CgroupPlugin=cgroup/v1' > "$cluster/cgroup.conf"
}

cluster_idle() { # NODE...: waits until they take jobs
    local i
    for ((i = 0; i < 300; i++)); do
        # a line for each partition that a node is in
        [ "$(sinfo -h -N -n "$(IFS=,; echo "$*")" -o '%N %T' 2> /dev/null | sort -u |
            grep -cE ' (idle|mixed|allocated)$')" -ne $# ] || return 0
        sleep 0.1
    done
    sinfo -N
    return 1
}

# Starts the cluster in an empty folder and waits for its nodes.
cluster_start() { # FOLDER [LINE...]
    cluster=$1
    shift
    mkdir -p "$cluster"
    export SLURM_CONF=$cluster/slurm.conf
    export PATH=$SLURM_ROOT/bin:$PATH
    cluster_configuration "$@"
    cluster_daemon munged "$SLURM_ROOT/usr/sbin/munged" --foreground --force --key-file="$cluster/munge.key" \
        --socket="$cluster/munge.sock" --pid-file="$cluster/munge.pid" --seed-file="$cluster/munge.seed" \
        --log-file=/dev/stderr
    local i
    for ((i = 0; i < 100; i++)); do
        [ ! -S "$cluster/munge.sock" ] || break
        sleep 0.05
    done
    cluster_controller
    cluster_node n1
    cluster_node n2
    cluster_idle n1 n2
}

# Jobs first: what they run belongs to nobody else.
cluster_stop() {
    local pid
    scancel --me --signal=KILL --full > /dev/null 2>&1
    scancel --me > /dev/null 2>&1
    for pid in $pid_n1 $pid_n2 $pid_controller $pid_munged; do
        kill "$pid" 2> /dev/null # one that was killed has another in its place
    done
    wait "${cluster_pids[@]}" 2> /dev/null
    # what a killed slurmd left running
    local left
    left=$(ps -eo pid=,args= | awk -v root="$SLURM_ROOT" 'index($2, "slurmstepd") { print $1 }')
    for pid in $left; do
        [ "$( (tr "\\0" "\\n" < "/proc/$pid/environ") 2> /dev/null | grep -c "^SLURM_CONF=$SLURM_CONF$")" -eq 0 ] ||
            kill -KILL "$pid" 2> /dev/null
    done
}
