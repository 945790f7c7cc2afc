/* one of two */
high-availability {
    vrrp {
        global-parameters {
            startup-delay "30"
            version "2"
        }
        group lan {
            address 192.0.2.10/24 {
                interface "eth1"
            }
            address 192.0.2.11/24 {
            }
            authentication {
                password "with // in it"
                type "plaintext-password"
            }
            description "the inside # of it"
            health-check {
                failure-count 2
                interval 5
                script /config/scripts/ask.sh
            }
            interface "eth1.20"
            no-preempt
            preempt-delay 60
            priority 200
            rfc3768-compatibility
            track {
                exclude-vrrp-interface
                interface "eth2"
                interface "eth3"
            }
            transition-script {
                master "/config/scripts/up.sh"
            }
            colour blue
            vrid 20
        }
        snmp
        sync-group both {
            member lan
            member wan
        }
    }
    virtual-server web {
        address 192.0.2.80
        port 443
        real-server 192.0.2.81 {
            port 8443
        }
    }
}
interfaces {
    ethernet eth1 {
        address "192.0.2.1/24"
        hw-id "00:00:5e:00:53:01"
        vif 20 {
            address 192.0.2.65/26
        }
    }
    loopback lo {
    }
}
service {
    conntrack-sync {
        accept-protocol "tcp"
        accept-protocol "udp"
        event-listen-queue-size "8"
        failover-mechanism {
            vrrp {
                sync-group "both"
            }
        }
        interface eth3 {
            peer 203.0.113.2
        }
        listen-address 203.0.113.1
    }
    ssh {
    }
}
system {
    host-name "north"
}

// Warning: Do not remove the following line.
// vyos-config-version: "conntrack-sync@2:vrrp@4"
