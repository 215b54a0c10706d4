package dev.parallax.lab.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.Parallax;
import dev.parallax.lab.OnFleet;
import dev.parallax.lab.Places;
import dev.parallax.lab.Progress;
import dev.parallax.lab.Side;
import dev.parallax.lab.binaries.Binaries;
import dev.parallax.lab.docker.ContainerHost;
import dev.parallax.lab.docker.Docker;
import dev.parallax.lab.docker.HostFile;
import dev.parallax.lab.docker.HostSpec;
import dev.parallax.lab.docker.NetworkSpec;
import dev.parallax.lab.image.Images;
import dev.parallax.puppetconsul.PuppetRenderer;
import dev.parallax.puppetconsul.host.HostFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The Puppet module on a host of its own, without Consul: what it does, that it does it once, and that it undoes it. */
@TestMethodOrder(OrderAnnotation.class)
@OnFleet
class PuppetModuleIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ADDRESS = "10.74.0.11";
    /** A server that takes HTTP/1.1 with one host and nothing else, and keeps what was asked last at each path. */
    private static final String MODERN = """
            require 'socket'
            server = TCPServer.new('%s', 18099)
            loop do
              client = server.accept
              lines = client.each_line(chomp: true).take_while { |line| !line.empty? }
              modern = lines.first.to_s.end_with?(' HTTP/1.1') && lines.grep(/\\Ahost: *[^ ]/i).length == 1
              File.write("/tmp/modern-#{lines.first[%%r{/([a-z]+)}, 1]}", lines.join("\\n")) if modern
              client.write("HTTP/1.1 #{modern ? '200 OK' : '426 Upgrade Required'}\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n")
              client.close
            rescue SystemCallError
              client&.close
            end
            """.formatted(ADDRESS);
    /** Services with a server that has passed a check over HTTP. */
    private static final String PASSED =
            "ruby -rsocket -e 's = UNIXSocket.new(\"/run/parallax-haproxy/admin.sock\"); s.puts(\"show stat -1 4 -1\");"
                    + " s.each_line { |line| f = line.split(\",\"); puts f[0] if f[17] == \"UP\" && f[36] == \"L7OK\" }'";

    private static final String APT_SOURCE = "/etc/apt/sources.list.d/parallax-module-test.list";
    /** A repository of the host's own with two versions of each package, one of which needs another; apt is told of it, and the other sources are left alone. */
    private static final String TWO_VERSIONS = """
            mkdir -m 755 /opt/parallax-module-test
            cd /opt/parallax-module-test
            for name in parallax-tool parallax-beside parallax-above; do for version in 1.0 2.0; do
              mkdir -p $name-$version/DEBIAN $name-$version/usr/share/$name
              echo $version > $name-$version/usr/share/$name/version
              printf '%%s\\n' "Package: $name" "Version: $version" 'Architecture: all' \\
                'Maintainer: nobody <nobody@localhost>' 'Description: of a test' > $name-$version/DEBIAN/control
              case $name in *-above) echo 'Depends: parallax-beside' >> $name-$version/DEBIAN/control ;; esac
              dpkg-deb --root-owner-group --build $name-$version $name-$version.deb > /dev/null
              dpkg-deb --field $name-$version.deb
              printf '%%s\\n' "Filename: ./$name-$version.deb" "Size: $(stat -c %%s $name-$version.deb)" \\
                "SHA256: $(sha256sum $name-$version.deb | cut -d ' ' -f 1)" ''
            done; done > Packages
            echo 'deb [trusted=yes] file:/opt/parallax-module-test ./' > %1$s
            apt-get -q update -o Dir::Etc::sourcelist=%1$s -o Dir::Etc::sourceparts=- -o APT::Get::List-Cleanup=0
            """.formatted(APT_SOURCE);
    /** What is installed of it. */
    private static final String TOOL =
            "dpkg-query -W -f '${Version}' parallax-tool; cat /usr/share/parallax-tool/version";

    private static final String BESIDE = "dpkg-query -W -f '${Version}' parallax-beside";

    private static final NetworkSpec NETWORK =
            NetworkSpec.of("parallax-module-test", Side.PUPPET_CONSUL, "10.74.0.0/16", "10.74.0.1");

    /** Everything on the host that a run may touch and puts back, with its attributes: accounts stay. */
    private static final String SNAPSHOT = """
            find /etc /usr/sbin /lib/systemd/system -newer /etc/parallax/start -not -path '/etc/parallax*' -not -path /etc/hosts -type f \
              -not -regex '/etc/\\(passwd\\|shadow\\|group\\|gshadow\\|subuid\\|subgid\\|\\.pwd\\.lock\\)-?' | sort
            find /etc/systemd /etc/consul.d /etc/parallax | sort
            stat -c '%U %G %a %n' /etc/memcached.conf /etc/hosts
            sha256sum /etc/memcached.conf /etc/hosts
            ip -br -4 address
            systemctl is-enabled memcached.service || true
            systemctl is-active memcached.service || true
            systemctl list-units --all --plain --no-legend 'parallax-*.service' | grep -v parallax-puppet || true
            """;

    private static Docker docker;
    private static ContainerHost host;
    private static String before = "";

    @BeforeAll
    static void startHost() {
        docker = Docker.connect();
        Places places = Places.ofThisUser();
        String image = new Images(docker, Binaries.ofThisUser(Progress.NONE), places, Progress.NONE).ensureHost();
        docker.ensureNetwork(NETWORK);
        host = docker.createHost(HostSpec.builder()
                .name("parallax-module-test")
                .hostname("module-test")
                .side(Side.PUPPET_CONSUL)
                .image(image)
                .network(NETWORK.name())
                .address(ADDRESS)
                .build());
        List<HostFile> files = new ArrayList<>();
        HostFiles.installed()
                .forEach(
                        (path, file) -> files.add(new HostFile(path, file.content(), file.executable() ? 0755 : 0644)));
        files.add(HostFile.text(
                "/etc/parallax/host.json",
                "{\"host\": \"module-test\", \"consul\": {\"address\": \"http://localhost\"}}"));
        files.add(HostFile.text("/etc/parallax/start", ""));
        host.write(files);
        host.start();
        host.awaitBooted(LIMIT);
        // Nothing wanted yet: a first run makes the module's own directories.
        apply("{}");
        before = host.sh(LIMIT, SNAPSHOT);
    }

    @AfterAll
    static void removeHost() {
        docker.host("parallax-module-test").ifPresent(ContainerHost::remove);
        docker.removeNetwork(NETWORK.name());
        docker.close();
    }

    @Test
    @Order(1)
    void isCleanForPuppetsOwnTools() {
        String directory = HostFiles.DIRECTORY + "/puppet";
        String output = host.sh(LIMIT, """
                cd %s
                puppet parser validate site.pp modules/parallax/manifests modules/parallax/types
                puppet epp validate modules/parallax/templates/*
                puppet-lint --fail-on-warnings site.pp
                puppet-lint --fail-on-warnings modules/parallax/manifests
                puppet-lint --fail-on-warnings modules/parallax/types
                """.formatted(directory));
        assertThat(output).isBlank();
    }

    @Test
    @Order(2)
    void appliesOneOfEverything() {
        JsonNode result = apply(sample());
        assertThat(result.path("errors")).isEmpty();
        assertThat(result.path("changed").asInt()).isPositive();
        assertThat(host.sh(
                        LIMIT, "systemctl is-active parallax-demo-cache-0-memcached.service parallax-haproxy.service"))
                .isEqualTo("active\nactive\n");
        assertThat(host.sh(
                        LIMIT,
                        "systemctl show -p CPUQuotaPerSecUSec,MemoryMax parallax-demo-cache-0-memcached.service"))
                .contains("CPUQuotaPerSecUSec=250ms", "MemoryMax=67108864");
        assertThat(host.sh(LIMIT, "getent hosts cache.demo; getent hosts cache || echo unknown"))
                .matches("198\\.51\\.100\\.1 +cache\\.demo\nunknown\n");
        assertThat(inPlaceOf("parallax-demo-cache-0-memcached.service", "getent hosts cache cache.demo localhost"))
                .as("names as its components see them")
                .contains("198.51.100.1    cache\n", "198.51.100.1    cache.demo\n", "localhost");
        assertThat(host.sh(LIMIT, "stat -c '%U %a' /etc/demo/cache.conf; cat /etc/demo/cache.conf"))
                .isEqualTo("memcache 640\nsize = 1\nformat = %{host}x\n");
    }

    @Test
    @Order(3)
    void runsAStepOnceAndSeesItsOwnFile() {
        host.sh(
                LIMIT,
                "while ! [ -e /var/lib/parallax/steps/demo-init-1-1/result ]; do read -t 0.1 x < /dev/zero || :; done");
        assertThat(host.sh(LIMIT, "cat /var/lib/parallax/steps/demo-init-1-1/result"))
                .isEqualTo("exit-code exited 3\n");
        assertThat(host.sh(LIMIT, "cat /var/lib/parallax/steps/demo-init-1-1/output"))
                .contains("uid=", "size = 2");
    }

    @Test
    @Order(4)
    void learnsFromTheServiceManagerHowAStepEndedWhoseResultWasNotWritten() {
        host.sh(LIMIT, "rm /var/lib/parallax/steps/demo-init-1-1/result");
        assertThat(apply(sample()).path("ok").asBoolean()).isTrue();
        assertThat(host.sh(LIMIT, "cat /var/lib/parallax/steps/demo-init-1-1/result"))
                .isEqualTo("exit-code exited 3\n");
    }

    @Test
    @Order(4)
    void reportsAStepThatWasInterruptedBeforeItWroteAnything() {
        String step = "/var/lib/parallax/steps/demo-cut-1-1";
        String output = host.sh(LIMIT, """
                mkdir -p %1$s
                date -u > %1$s/started
                echo interrupted exited 255 > %1$s/result
                : > %1$s/output
                ruby -r %2$s/lib/parallax/steps -e 'puts Parallax::Steps.result("demo-cut-1-1").values_at("exit", "output")'
                rm -r %1$s
                """.formatted(step, HostFiles.DIRECTORY));
        assertThat(output).isEqualTo("255\ninterrupted: the host or its service manager went down\n");
    }

    @Test
    @Order(4)
    void changesNothingASecondTime() {
        JsonNode result = apply(sample());
        assertThat(result.path("ok").asBoolean()).isTrue();
        assertThat(result.path("changed").asInt()).isZero();
    }

    @Test
    @Order(5)
    void putsBackWhatSomebodyChanged() {
        host.sh(LIMIT, "echo other > /etc/demo/cache.conf; systemctl stop parallax-demo-cache-0-memcached.service");
        JsonNode result = apply(sample());
        assertThat(result.path("changed").asInt()).isEqualTo(2);
        assertThat(host.sh(
                        LIMIT, "cat /etc/demo/cache.conf; systemctl is-active parallax-demo-cache-0-memcached.service"))
                .isEqualTo("size = 1\nformat = %{host}x\nactive\n");
    }

    @Test
    @Order(6)
    void namesTheResourceThatFails() throws IOException {
        ObjectNode data = (ObjectNode) JSON.readTree(sample());
        ObjectNode component = (ObjectNode) data.at("/parallax::replicas/demo-cache-0/components/memcached");
        ObjectNode file = (ObjectNode) component.at("/files/~1etc~1demo~1cache.conf");
        file.put("owner", "nobody-of-that-name");
        JsonNode result = apply(data.toString());
        assertThat(result.path("ok").asBoolean()).isFalse();
        assertThat(result.path("errors").toString()).contains("/etc/demo/cache.conf", "nobody-of-that-name");
        component.put("user", "nobody");
        assertThat(apply(data.toString()).path("errors").toString()).contains("catalog:", "user");
    }

    @Test
    @Order(4)
    void confinesAComponentThatIsNotRoot() {
        String unit = "parallax-demo-cache-0-memcached.service";
        assertThat(host.sh(LIMIT, "grep -E '^(NoNewPrivs|CapBnd|CapEff|Seccomp):' /proc/" + pid(unit) + "/status"))
                .containsPattern("CapEff:\\s+0+\\n")
                .containsPattern("CapBnd:\\s+0+\\n")
                .containsPattern("NoNewPrivs:\\s+1\\n")
                .containsPattern("Seccomp:\\s+2\\n");
        assertThat(inPlaceOf(unit, "touch /etc/demo/x; ls /root; touch /tmp/mine /var/lib/demo/x"))
                .contains("cannot touch '/etc/demo/x': Read-only file system")
                .contains("'/root': Permission denied")
                .doesNotContain("'/tmp/mine'", "'/var/lib/demo/x'");
        assertThat(host.sh(LIMIT, "ls /tmp; rm /var/lib/parallax/storage/demo/cache/data/x"))
                .as("its /tmp is its own")
                .doesNotContain("mine");
        assertThat(inPlaceOf(unit, "grep -E '^(NoNewPrivs|CapBnd|CapEff|Uid):' /proc/self/status"))
                .containsPattern("Uid:\\s+901\\s")
                .containsPattern("CapEff:\\s+0+\\n")
                .containsPattern("CapBnd:\\s+0+\\n")
                .containsPattern("NoNewPrivs:\\s+1\\n");
    }

    @Test
    @Order(6)
    void leavesSecretsNowhereButWhereComponentsReadThem() throws IOException {
        String result = apply(withSecret("secret-before")).toString() + apply(withSecret("secret-after"));
        assertThat(result).contains("\"ok\":true").doesNotContain("secret-");
        assertThat(host.sh(LIMIT, "journalctl --no-pager --output=cat"))
                .doesNotContain("secret-before", "secret-after");
        assertThat(host.sh(
                        LIMIT,
                        "grep -rlE 'secret-(before|after)' /etc /opt /root /run /tmp /usr/lib/parallax /var | sort"))
                .isEqualTo("""
                        /etc/demo/cache.conf
                        /etc/parallax/environment/parallax-demo-cache-0-memcached.service
                        /run/parallax/hiera/data.json
                        """);
        assertThat(host.sh(LIMIT, """
                        ruby -e '
                          require "/usr/lib/parallax/lib/parallax/warm_puppet"
                          puppet = Parallax::WarmPuppet.new("module-test")
                          puppet.load
                          resources = Puppet::Parser::Compiler.compile(Puppet::Node.new("module-test",
                            environment: puppet.instance_variable_get(:@environment))).resources
                          having = resources.flat_map { |resource| resource.to_hash.filter_map { |name, value|
                            [resource, name] if value.inspect.include?("secret-after") } }
                          puts having.length
                          puts having.reject { |resource, name| resource.sensitive_parameters.include?(name) }.inspect
                        '
                        """))
                .as("parameters of the catalog that hold the secret, and those of them that are not sensitive")
                .matches("[1-9]\\n\\[\\]\\n");
        assertThat(apply(sample()).path("errors")).isEmpty();
    }

    @Test
    @Order(7)
    void makesTheAccountThatAComponentRunsAs() throws IOException {
        JsonNode result = apply(withUser("parallax-demo", 950, 951));
        assertThat(result.path("errors")).isEmpty();
        assertThat(host.sh(LIMIT, "id -u parallax-demo; id -g parallax-demo")).isEqualTo("950\n951\n");
        assertThat(host.sh(LIMIT, "stat -c '%u:%g' /proc/" + pid("parallax-demo-cache-0-memcached.service")))
                .isEqualTo("950:951\n");
        assertThat(apply(withUser("parallax-demo", 950, 951)).path("changed").asInt())
                .isZero();
    }

    @Test
    @Order(8)
    void neverGivesAnAccountThatIsThereAnotherNumber() throws IOException {
        assertThat(apply(withUser("memcache", 950, 951)).path("errors").toString())
                .contains("Account memcache has uid 901 and gid 901 on this host, not 950 and 951");
        assertThat(apply(withUser("parallax-other", 901, 901)).path("errors").toString())
                .contains("uid 901, wanted for parallax-other, belongs to memcache");
        assertThat(apply(sample()).path("errors")).isEmpty();
    }

    @Test
    @Order(9)
    void rendersAControlRepositoryThatFailsUntilItsSecretsAreFilledIn() {
        String folder = "/root/control-repository/";
        SortedMap<String, String> files =
                new PuppetRenderer().render(Parallax.read(Path.of("../examples/keystone/keystone.yaml")));
        files.put("data/nodes/module-test.yaml", String.valueOf(files.get("data/nodes/host1.yaml")));
        write(folder, files);
        assertThat(host.sh(
                        LIMIT,
                        "cd " + folder + " && puppet parser validate manifests modules"
                                // Of several folders it looks into the first alone.
                                + " && puppet-lint --fail-on-warnings manifests"
                                + " && puppet-lint --fail-on-warnings modules"))
                .isBlank();
        String run = "cd " + folder + " && puppet apply --noop --hiera_config hiera.yaml --modulepath modules"
                + " manifests/site.pp 2>&1 && echo status 0 || echo status $?";
        assertThat(host.sh(LIMIT, run))
                .contains("did not find a value for the name 'parallax::secret::keystone::", "status 1");
        host.sh(LIMIT, "cp " + folder + "data/secrets.yaml.example " + folder + "data/secrets.yaml");
        assertThat(host.sh(LIMIT, run)).contains("secrets.yaml", "status 1");
        host.sh(LIMIT, "sed -i 's/@{secret[^}]*}/\"filled-in\"/' " + folder + "data/secrets.yaml");
        assertThat(host.sh(LIMIT, run)).contains("Applied catalog", "status 0").doesNotContain("filled-in", "Error:");
    }

    @Test
    @Order(10)
    void takesSettingsFromFilesOfTheOperators() {
        own("# nothing yet\n");
        assertThat(apply(sample()).path("errors")).isEmpty();
        own("parallax::balancer::fall: 4\nparallax::drain_seconds: 0.5\nsite::other: {anything: [goes]}\n");
        JsonNode result = apply(sample());
        assertThat(result.path("errors")).isEmpty();
        assertThat(result.at("/settings/parallax::balancer::fall").toString())
                .isEqualTo("{\"value\":4,\"from\":\"/etc/parallax/data/common.yaml\"}");
        assertThat(result.at("/settings/parallax::balancer::rise").toString()).isEqualTo("{\"value\":2}");
        assertThat(host.sh(LIMIT, "cat /etc/parallax/haproxy.cfg")).contains(" fall 4 ");
        host.sh(
                LIMIT,
                "cp " + HostFiles.DIRECTORY + "/puppet/data.yaml.example /etc/parallax/data/common.yaml"
                        + " && sed -i 's/^#\\([a-z]*::\\)/\\1/' /etc/parallax/data/common.yaml");
        assertThat(apply(sample()).path("errors")).isEmpty();
        assertThat(host.sh(LIMIT, "cat /etc/parallax/haproxy.cfg"))
                .as("the example, uncommented")
                .contains("timeout connect 2000ms");
        host.sh(LIMIT, "rm -r /etc/parallax/data");
        assertThat(apply(sample()).path("errors")).isEmpty();
    }

    @Test
    @Order(11)
    void refusesAFileOfTheOperatorsByItsPlace() {
        assertRefused("parallax::services: {}\n", ":1: parallax::services is the controller's own");
        assertRefused("---\n\nparallax::leaving: true\n", ":3: parallax::leaving is the controller's own");
        assertRefused(
                "parallax::balancer::fal: 3\n",
                ":1: parallax::balancer::fal is no setting of Parallax; did you mean parallax::balancer::fall?");
        assertRefused("lookup_options: {}\n", ":1: lookup_options is not taken");
        assertRefused(
                "parallax::restart: unit\nparallax::restart: unit\n",
                ":2: parallax::restart is there twice, first in line 1");
        assertRefused(
                "parallax::balancer::rise: soon\n",
                ":1: parallax::balancer::rise expects an Integer value, got String");
        assertRefused("parallax::restart: never\n", ":1: parallax::restart expects a match for Enum['puppet', 'unit']");
        assertRefused("- one\n", ":1: not keys with values");
        assertRefused("a: [\n", ": not YAML: ");
        assertRefused("a: !ruby/object:Object {}\n", ": not plain YAML: ");
        host.sh(LIMIT, "rm -r /etc/parallax/data; mkdir -p /etc/parallax/data/common.yaml");
        assertThat(apply(sample()).path("errors").toString()).contains("/etc/parallax/data/common.yaml");
        host.sh(LIMIT, "rm -r /etc/parallax/data");
        assertThat(apply(sample()).path("errors")).isEmpty();
    }

    @Test
    @Order(12)
    void balancerAsksAServerAsAKubeletAndConsulsAgentDo() throws IOException {
        host.write(List.of(HostFile.text("/tmp/modern.rb", MODERN)));
        host.sh(LIMIT, "systemd-run --quiet --unit module-test-server ruby /tmp/modern.rb");
        ObjectNode data = (ObjectNode) JSON.readTree(sample());
        ObjectNode services = (ObjectNode) data.at("/parallax::services");
        services.set("demo/plain", outside("plain", "198.51.100.2", "{}"));
        services.set("demo/named", outside("named", "198.51.100.3", """
                {"host": "a.example", "X-Odd": "100% of 'it'"}"""));
        assertThat(apply(data.toString()).path("errors")).isEmpty();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(host.sh(LIMIT, PASSED))
                .contains("demo.plain.http\n", "demo.named.http\n"));
        assertThat(host.sh(LIMIT, "cat /tmp/modern-plain"))
                .isEqualToIgnoringCase("GET /plain HTTP/1.1\nHost: %s:18099\nConnection: close".formatted(ADDRESS));
        assertThat(host.sh(LIMIT, "cat /tmp/modern-named"))
                .isEqualToIgnoringCase("GET /named HTTP/1.1\nHost: a.example\nX-Odd: 100% of 'it'\nConnection: close");
        host.sh(LIMIT, "systemctl stop module-test-server.service; rm /tmp/modern*");
        assertThat(apply(sample()).path("errors")).isEmpty();
    }

    @Test
    @Order(13)
    void takesAwayWhatAKilledRunHeldServicesBackWith() {
        String policy = "/usr/sbin/policy-rc.d";
        String left = "cat " + policy + " 2>&1 || true";
        host.write(List.of(HostFile.text(policy, """
                #!/bin/sh
                # parallax: nothing starts while packages are installed
                exit 101
                """)));
        // As its apt, which may outlive it.
        host.write(List.of(HostFile.text("/tmp/apt.rb", """
                require 'fcntl'
                lock = File.open('/var/lib/dpkg/lock-frontend', 'r+')
                lock.fcntl(Fcntl::F_SETLK, [Fcntl::F_WRLCK, 0, 0, 0, 0].pack('s!s!x4q!q!i!x4'))
                File.write('/tmp/apt-locked', '')
                sleep
                """)));
        host.sh(LIMIT, "systemd-run --quiet --unit module-test-apt ruby /tmp/apt.rb");
        await().atMost(LIMIT).until(() -> host.sh(LIMIT, "test -e /tmp/apt-locked && echo yes || true")
                .contains("yes"));
        assertThat(apply(sample()).path("changed").asInt()).isZero();
        assertThat(host.sh(LIMIT, left)).contains("exit 101");
        host.sh(LIMIT, "systemctl stop module-test-apt.service; rm /tmp/apt.rb /tmp/apt-locked");
        assertThat(apply(sample()).path("changed").asInt()).isEqualTo(1);
        assertThat(host.sh(LIMIT, left)).contains("No such file");
        host.write(List.of(HostFile.text(policy, "#!/bin/sh\nexit 101\n")));
        assertThat(apply(sample()).path("changed").asInt())
                .as("somebody else's")
                .isZero();
        assertThat(host.sh(LIMIT, left + "; rm " + policy)).contains("exit 101");
    }

    /** A host that learns of one more at another moment than the one that has them would otherwise take all of them beside it. */
    @Test
    @Order(14)
    void namesOnePublicAddressToOtherHostsHoweverManyThereAre() throws IOException {
        JsonNode result = apply(atTheEdge("10.74.9.1"));
        assertThat(result.path("errors")).isEmpty();
        assertThat(host.sh(LIMIT, "cat /etc/parallax/keepalived.conf"))
                .contains("virtual_ipaddress {\n    10.74.9.1/32 dev eth0\n  }\n")
                .doesNotContain("excluded");
        assertThat(apply(atTheEdge("10.74.9.3", "10.74.9.1", "10.74.9.2")).path("errors"))
                .isEmpty();
        assertThat(host.sh(LIMIT, "cat /etc/parallax/keepalived.conf"))
                .contains("virtual_ipaddress {\n    10.74.9.1/32 dev eth0\n  }\n")
                .contains("virtual_ipaddress_excluded {\n    10.74.9.2/32 dev eth0\n    10.74.9.3/32 dev eth0\n  }\n");
        await().atMost(LIMIT).until(() -> host.sh(LIMIT, "ip -br -4 address show dev eth0")
                .matches("(?s).*10\\.74\\.9\\.1/32 .*10\\.74\\.9\\.2/32 .*10\\.74\\.9\\.3/32.*"));
        assertThat(apply(sample()).path("errors")).isEmpty();
        await().atMost(LIMIT)
                .until(() -> !host.sh(LIMIT, "ip -br -4 address show dev eth0").contains("10.74.9."));
    }

    /** A look is over before the next one begins. */
    @Test
    @Order(15)
    void refusesAnAnswerThatMayTakeAsLongAsTheTimeBetweenTwoLooks() throws IOException {
        for (String seconds : List.of("1", "0")) {
            own("parallax::edge_address::check_timeout: " + seconds + "\n");
            JsonNode result = apply(atTheEdge("10.74.9.1"));
            assertThat(result.path("errors").toString())
                    .contains("parallax::edge_address::check_timeout, " + seconds
                            + ", has to be above 0 and below check_interval, 1");
            assertThat(result.path("changed").asInt()).isZero();
        }
        host.sh(LIMIT, "rm -r /etc/parallax/data");
    }

    /** The kernel takes connections for a process that hangs, and for systemd it is active. */
    @Test
    @Order(16)
    void publicAddressLeavesAHostWhoseBalancerHangs() throws IOException {
        assertThat(apply(atTheEdge("10.74.9.1")).path("errors")).isEmpty();
        await().atMost(LIMIT).until(PuppetModuleIT::hasPublicAddress);
        host.sh(LIMIT, "systemctl kill --signal=STOP parallax-haproxy.service");
        try {
            await().atMost(LIMIT).until(() -> !hasPublicAddress());
        } finally {
            host.sh(LIMIT, "systemctl kill --signal=CONT parallax-haproxy.service");
        }
        await().atMost(LIMIT).until(PuppetModuleIT::hasPublicAddress);
        assertThat(apply(sample()).path("errors")).isEmpty();
        await().atMost(LIMIT).until(() -> !hasPublicAddress());
    }

    @Test
    @Order(17)
    void goesToAnotherVersionOfAPackageAndBack() throws IOException {
        host.sh(LIMIT, TWO_VERSIONS);
        for (String version : List.of("1.0", "2.0", "1.0")) {
            String was = pid("parallax-demo-cache-0-memcached.service");
            assertThat(apply(withTool(version)).path("errors")).isEmpty();
            assertThat(host.sh(LIMIT, TOOL)).isEqualTo(version + version + "\n");
            assertThat(pid("parallax-demo-cache-0-memcached.service"))
                    .as("a process of its own for version " + version)
                    .isNotEqualTo(was);
            assertThat(apply(withTool(version)).path("changed").asInt()).isZero();
        }
    }

    @Test
    @Order(18)
    void runsOnOverANewerPackageUntilItsOwnDataChange() throws IOException {
        String old = pid("parallax-demo-cache-0-memcached.service");
        ObjectNode both = (ObjectNode) JSON.readTree(withTool("1.0"));
        beside(both, "2.0");
        both.putObject("parallax::pins").put("parallax-tool", "2.0");

        assertThat(apply(both.toString()).path("errors")).isEmpty();
        assertThat(host.sh(LIMIT, TOOL)).isEqualTo("2.02.0\n");
        assertThat(pid("parallax-demo-cache-0-memcached.service")).isEqualTo(old);
        assertThat(apply(both.toString()).path("changed").asInt()).isZero();

        ObjectNode followed = (ObjectNode) JSON.readTree(withTool("2.0"));
        beside(followed, "2.0");
        String newer = pid("parallax-demo-other-0-sleeper.service");
        assertThat(apply(followed.toString()).path("errors")).isEmpty();
        assertThat(pid("parallax-demo-cache-0-memcached.service"))
                .as("restarted, though its package was there before")
                .isNotEqualTo(old);
        assertThat(pid("parallax-demo-other-0-sleeper.service")).isEqualTo(newer);
        assertThat(apply(followed.toString()).path("changed").asInt()).isZero();

        host.sh(LIMIT, "apt-get -q -y --allow-downgrades install parallax-tool=1.0");
        assertThat(apply(followed.toString()).path("errors")).isEmpty();
        assertThat(host.sh(LIMIT, TOOL)).isEqualTo("2.02.0\n");
        assertThat(pid("parallax-demo-other-0-sleeper.service"))
                .as("after somebody changed its package")
                .isNotEqualTo(newer);
    }

    /** As after a step of a revision that was given up: the replica's own data are the same before and after. */
    @Test
    @Order(19)
    void putsBackWhatItsOwnDataBroughtToReplicasThatAreOnlyReportedOf() throws IOException {
        String request = "{\"settled\": [\"demo-cache-0\"], \"reported\": [\"demo-cache-0\"], \"restart\": \"unit\"}";
        assertThat(apply(withTool("1.0")).path("errors")).isEmpty();
        String running = pid("parallax-demo-cache-0-memcached.service");
        ObjectNode beside = (ObjectNode) JSON.readTree(withTool("1.0"));
        beside(beside, "2.0");
        beside.putObject("parallax::pins").put("parallax-tool", "2.0");
        assertThat(apply(beside.toString(), request).path("drift")).isEmpty();
        assertThat(host.sh(LIMIT, TOOL)).isEqualTo("2.02.0\n");

        JsonNode back = apply(withTool("1.0"), request);
        assertThat(back.path("errors")).isEmpty();
        assertThat(back.path("drift")).isEmpty();
        assertThat(host.sh(LIMIT, TOOL)).isEqualTo("1.01.0\n");

        host.sh(LIMIT, "apt-get -q -y install parallax-tool=2.0");
        JsonNode byHand = apply(withTool("1.0"), request);
        assertThat(byHand.path("drift")).singleElement().satisfies(found -> {
            assertThat(found.path("kind").asText()).isEqualTo("packages");
            assertThat(found.path("repaired").asBoolean()).isFalse();
        });
        assertThat(host.sh(LIMIT, TOOL)).as("what somebody else did").isEqualTo("2.02.0\n");
        assertThat(pid("parallax-demo-cache-0-memcached.service")).isEqualTo(running);
        assertThat(apply(withTool("1.0")).path("errors")).isEmpty();
    }

    /** Apt knows it as what the other one brought, and would take it along. */
    @Test
    @Order(20)
    void keepsAPackageThatIsWantedWhenTheOneThatBroughtItGoes() throws IOException {
        assertThat(apply(sample()).path("errors")).isEmpty();
        ObjectNode data = (ObjectNode) JSON.readTree(sample());
        beside(data, "1.0");
        ArrayNode packages = (ArrayNode) data.at("/parallax::replicas/demo-other-0/components/sleeper/packages");
        packages.removeAll().add("parallax-above");
        assertThat(apply(data.toString()).path("errors")).isEmpty();
        assertThat(host.sh(LIMIT, "apt-mark showauto parallax-beside")).isEqualTo("parallax-beside\n");

        packages.removeAll().add("parallax-beside");
        assertThat(apply(data.toString()).path("errors")).isEmpty();
        assertThat(host.sh(LIMIT, "dpkg-query -W parallax-above 2>&1 || true")).contains("no packages found");
        assertThat(host.sh(LIMIT, BESIDE)).isEqualTo("2.0");

        assertThat(apply(sample()).path("errors")).isEmpty();
        assertThat(host.sh(LIMIT, "dpkg-query -W parallax-beside 2>&1 || true")).contains("no packages found");
    }

    @Test
    @Order(21)
    void remembersNoVersionOfAPackageThatNothingIsPinnedTo() throws IOException {
        ObjectNode pinned = (ObjectNode) JSON.readTree(sample());
        beside(pinned, "1.0");
        assertThat(apply(pinned.toString()).path("errors")).isEmpty();
        ObjectNode unpinned = (ObjectNode) JSON.readTree(pinned.toString());
        ((ArrayNode) unpinned.at("/parallax::replicas/demo-other-0/components/sleeper/packages"))
                .removeAll()
                .add("parallax-tool");
        assertThat(apply(unpinned.toString()).path("errors")).isEmpty();
        String running = pid("parallax-demo-other-0-sleeper.service");
        host.sh(LIMIT, "apt-get -q -y install parallax-tool=2.0");
        assertThat(apply(unpinned.toString()).path("changed").asInt()).isZero();

        // A newer revision is pinned again; this replica has yet to follow.
        ObjectNode again = (ObjectNode) JSON.readTree(unpinned.toString());
        ((ArrayNode) again.at("/parallax::replicas/demo-cache-0/components/memcached/packages"))
                .add("parallax-tool=1.0");
        assertThat(apply(again.toString()).path("errors")).isEmpty();
        assertThat(host.sh(LIMIT, TOOL)).isEqualTo("1.01.0\n");
        assertThat(pid("parallax-demo-other-0-sleeper.service"))
                .as("nobody changed a package that was pinned")
                .isEqualTo(running);
    }

    /** One that the operators hold as it is keeps nothing from being installed beside it. */
    @Test
    @Order(22)
    void leavesAPackageWithoutAVersionAsItIsInstalled() throws IOException {
        ObjectNode data = (ObjectNode) JSON.readTree(sample());
        beside(data, "1.0");
        ArrayNode packages = (ArrayNode) data.at("/parallax::replicas/demo-other-0/components/sleeper/packages");
        packages.add("parallax-beside");
        assertThat(apply(data.toString()).path("errors")).isEmpty();
        assertThat(host.sh(LIMIT, BESIDE)).as("where there was none").isEqualTo("2.0");
        host.sh(LIMIT, "apt-get -q -y --allow-downgrades install parallax-beside=1.0");

        packages.removeAll().add("parallax-tool=2.0").add("parallax-beside");
        assertThat(apply(data.toString()).path("errors")).isEmpty();
        assertThat(host.sh(LIMIT, TOOL)).isEqualTo("2.02.0\n");
        assertThat(host.sh(LIMIT, BESIDE)).isEqualTo("1.0");

        host.sh(LIMIT, "apt-mark hold parallax-beside");
        packages.removeAll().add("parallax-tool=1.0").add("parallax-beside");
        assertThat(apply(data.toString()).path("errors")).isEmpty();
        assertThat(host.sh(LIMIT, TOOL)).isEqualTo("1.01.0\n");
        assertThat(host.sh(LIMIT, BESIDE)).isEqualTo("1.0");
        host.sh(LIMIT, "apt-mark unhold parallax-beside");
    }

    @Test
    @Order(23)
    void takesAwayAPackageWithAVersion() {
        assertThat(apply(sample()).path("errors")).isEmpty();
        assertThat(host.sh(LIMIT, "dpkg-query -W parallax-tool 2>&1 || true")).contains("no packages found");
        assertThat(host.sh(LIMIT, "dpkg-query -W parallax-beside 2>&1 || true")).contains("no packages found");
        host.sh(LIMIT, "rm -r /opt/parallax-module-test " + APT_SOURCE);
    }

    private static String withTool(String version) throws IOException {
        ObjectNode data = (ObjectNode) JSON.readTree(sample());
        ((ArrayNode) data.at("/parallax::replicas/demo-cache-0/components/memcached/packages"))
                .add("parallax-tool=" + version);
        return data.toString();
    }

    private static boolean hasPublicAddress() {
        return host.sh(LIMIT, "ip -br -4 address show dev eth0").contains("10.74.9.1/32");
    }

    private static void beside(ObjectNode data, String version) throws IOException {
        ((ObjectNode) data.path("parallax::replicas")).set("demo-other-0", JSON.readTree("""
                {"application": "demo", "version": "1", "role": "other", "replica": "other-0",
                 "components": {"sleeper": {"packages": ["parallax-tool=%s"], "command": ["/bin/sleep", "infinity"]}}}
                """.formatted(version)));
    }

    private static String atTheEdge(String... addresses) throws IOException {
        ObjectNode data = (ObjectNode) JSON.readTree(sample());
        ObjectNode edge = data.putObject("parallax::edge")
                .put("router_id", 51)
                .put("priority", 200)
                .put("interface", "eth0");
        List.of(addresses).forEach(edge.putArray("addresses")::add);
        return data.toString();
    }

    /** A service before the server outside that {@link #MODERN} is. */
    private static JsonNode outside(String name, String address, String headers) throws IOException {
        return JSON.readTree("""
                {"application": "demo", "name": "%1$s", "address": "%2$s", "external": ["%3$s"],
                 "ports": {"http": {"port": 18099, "consul_service": "parallax-demo-%1$s-http",
                                    "check": {"type": "http", "path": "/%1$s", "headers": %4$s}}}}
                """.formatted(name, address, ADDRESS, headers));
    }

    private static void assertRefused(String text, String complaint) {
        own(text);
        JsonNode result = apply(sample());
        assertThat(result.path("errors")).hasSize(1);
        assertThat(result.at("/errors/0").asText())
                .startsWith("/etc/parallax/data/common.yaml")
                .contains(complaint)
                .doesNotContain("\n", "init.pp");
        assertThat(result.path("changed").asInt()).isZero();
    }

    private static void own(String text) {
        host.sh(LIMIT, "mkdir -p /etc/parallax/data");
        host.write(List.of(HostFile.text("/etc/parallax/data/common.yaml", text)));
    }

    @Test
    @Order(24)
    void leavesTheHostAsItWas() {
        JsonNode result = apply("{\"parallax::removed_storage\": [\"demo/cache/data\"]}");
        assertThat(result.path("errors")).isEmpty();
        assertThat(host.sh(LIMIT, SNAPSHOT)).isEqualTo(before);
        assertThat(host.sh(LIMIT, "find /var/lib/parallax -type f; find /var/lib/parallax/storage -mindepth 1"))
                .isEqualTo("/var/lib/parallax/ledger.json\n");
        assertThat(apply("{}").path("changed").asInt()).isZero();
    }

    /** {@code request}: what the host's daemon asks for a run with, if anything. */
    private static JsonNode apply(String data, String... request) {
        host.write(HostFile.secret("/run/parallax/hiera/data.json", data));
        List<String> command = new ArrayList<>(List.of(HostFiles.DIRECTORY + "/parallax-puppet", "--once"));
        command.addAll(List.of(request));
        String output = host.exec(LIMIT, command).stdout();
        try {
            return JSON.readTree(output.substring(Math.max(0, output.indexOf('{'))));
        } catch (IOException e) {
            throw new AssertionError("not a result: " + output, e);
        }
    }

    private static String pid(String unit) {
        return host.sh(LIMIT, "systemctl show --property=MainPID --value " + unit)
                .strip();
    }

    /** What a shell says that runs as a check of the unit would. */
    private static String inPlaceOf(String unit, String script) {
        return host.sh(
                LIMIT, HostFiles.DIRECTORY + "/parallax-exec " + unit + " sh -c \"" + script + "\" 2>&1 || true");
    }

    private static void write(String folder, SortedMap<String, String> texts) {
        List<HostFile> files = new ArrayList<>();
        texts.forEach((path, text) -> files.add(HostFile.text(folder + path, text)));
        host.write(files);
    }

    private static String withSecret(String secret) throws IOException {
        ObjectNode data = (ObjectNode) JSON.readTree(sample());
        ObjectNode component = (ObjectNode) data.at("/parallax::replicas/demo-cache-0/components/memcached");
        ((ObjectNode) component.get("environment")).put("PASSWORD", secret);
        ((ObjectNode) component.at("/files/~1etc~1demo~1cache.conf")).put("content", "password = " + secret);
        return data.toString();
    }

    private static String withUser(String name, int uid, int gid) throws IOException {
        ObjectNode data = (ObjectNode) JSON.readTree(sample());
        for (String place : List.of(
                "/parallax::replicas/demo-cache-0/components/memcached", "/parallax::steps/demo-init-1-1/component")) {
            ((ObjectNode) data.at(place))
                    .putObject("user")
                    .put("name", name)
                    .put("uid", uid)
                    .put("gid", gid);
        }
        return data.toString();
    }

    private static String sample() {
        return host.sh(LIMIT, "cat " + HostFiles.DIRECTORY + "/puppet/sample.json")
                .replace("192.0.2.11", ADDRESS);
    }
}
