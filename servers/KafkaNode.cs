namespace Akka.Events.LocalServers;

/// <summary>One broker and controller of a <see cref="RealKafka"/>.</summary>
internal sealed class KafkaNode
{
    public const string User = "events", Password = "events-secret";

    private const string Logging = """
        Configuration:
          status: WARN
          Appenders:
            Console: { name: Out, target: SYSTEM_OUT, PatternLayout: { pattern: "[%d] %p %m (%c)%n" } }
          Loggers:
            Root: { level: WARN, AppenderRef: [ { ref: Out } ] }
        """;

    private readonly int _id;
    private readonly int _controllerPort;
    private KeptProcess? _process;
    private bool _secure;

    private KafkaNode(int id, string folder, int[] ports)
    {
        _id = id;
        Folder = folder;
        (Port, _controllerPort, SecurePort) = (ports[0], ports[1], ports[2]);
    }

    public string Folder { get; }

    public int Port { get; }

    public int SecurePort { get; }

    public string Settings => Path.Combine(Folder, "server.properties");

    private string Data => Path.Combine(Folder, "data");

    public bool HasFailed => _process is { HasExited: true };

    public static KafkaNode[] Plan(string folder, int count) =>
        [.. FreePorts.Take(3 * count).Chunk(3).Select((ports, index) => new KafkaNode(index + 1, Path.Combine(folder, $"node-{index + 1}"), ports))];

    public async Task WriteAsync(KafkaNode[] all, string? certificates, string[] extra)
    {
        Directory.CreateDirectory(Folder);
        var replicas = Math.Min(3, all.Length);
        var inSync = Math.Min(2, replicas);
        _secure = certificates is not null;
        var settings = new Dictionary<string, string>
        {
            ["process.roles"] = "broker,controller",
            ["node.id"] = $"{_id}",
            ["controller.quorum.voters"] = string.Join(',', all.Select(node => $"{node._id}@127.0.0.1:{node._controllerPort}")),
            ["controller.listener.names"] = "CONTROLLER",
            ["inter.broker.listener.name"] = "PLAINTEXT",
            ["listeners"] = $"PLAINTEXT://127.0.0.1:{Port},CONTROLLER://127.0.0.1:{_controllerPort}" + (
                _secure ? $",SASL_SSL://127.0.0.1:{SecurePort}" : ""),
            ["listener.security.protocol.map"] = "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL",
            ["log.dirs"] = Data,
            ["auto.create.topics.enable"] = "false",
            ["default.replication.factor"] = $"{replicas}",
            ["min.insync.replicas"] = $"{inSync}",
            ["offsets.topic.replication.factor"] = $"{replicas}",
            ["offsets.topic.num.partitions"] = "8",
            ["transaction.state.log.replication.factor"] = $"{replicas}",
            ["transaction.state.log.min.isr"] = $"{inSync}",
            ["transaction.state.log.num.partitions"] = "8",
            ["share.coordinator.state.topic.replication.factor"] = $"{replicas}",
            ["share.coordinator.state.topic.min.isr"] = $"{inSync}",
            ["group.initial.rebalance.delay.ms"] = "0",
            ["num.network.threads"] = "2",
            ["num.io.threads"] = "4",
        };
        if (_secure)
        {
            settings["sasl.enabled.mechanisms"] = "PLAIN,SCRAM-SHA-256";
            settings["listener.name.sasl_ssl.plain.sasl.jaas.config"] = $"org.apache.kafka.common.security.plain.PlainLoginModule required user_{User}=\"{Password}\";";
            settings["listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config"] = "org.apache.kafka.common.security.scram.ScramLoginModule required;";
            settings["ssl.keystore.type"] = "PEM";
            settings["ssl.keystore.location"] = Path.Combine(certificates!, KafkaCertificates.KeyStore);
            settings["ssl.client.auth"] = "none";
        }
        foreach (var setting in extra.Select(setting => setting.Split('=', 2))) settings[setting[0]] = setting[1];
        await File.WriteAllLinesAsync(Settings, settings.Select(setting => $"{setting.Key}={setting.Value}"));
        await File.WriteAllTextAsync(Path.Combine(Folder, "log4j2.yaml"), Logging);
    }

    /// <summary>Starts it; the first time its storage is made before, which belongs to the cluster from then on.</summary>
    public async Task StartAsync(KafkaBinaries binaries, KafkaClasses classes, string cluster)
    {
        if (_process is not null) return;
        string[] user = _secure ? ["--add-scram", $"SCRAM-SHA-256=[name={User},password={Password}]"] : [];
        string[] format =
        [
            binaries.Java, "-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", .. classes.Reading, "-cp", binaries.Libraries,
            "kafka.tools.StorageTool", "format", "-t", cluster, "-c", Settings, .. user,
        ];
        string[] command =
        [
            binaries.Java, "-Xms512m", "-Xmx512m", "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20", .. classes.Options,
            "-Djava.awt.headless=true", "-Dlog4j2.configurationFile=log4j2.yaml", $"-Dkafka.logs.dir={Folder}",
            "-cp", binaries.Libraries, "kafka.Kafka", Settings,
        ];
        _process = await KeptProcess.StartAsync(command, Folder, lastSignal: "KILL", Directory.Exists(Data) ? null : format);
    }

    public async Task StopAsync(string signal)
    {
        if (_process is not { } process) return;
        _process = null;
        await process.StopAsync(signal);
    }

    public void Pause() => _process?.Pause();

    public void Resume() => _process?.Resume();

    public string LogTail() => _process?.LogTail() ?? "";
}
