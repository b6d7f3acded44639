using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Akka.Events.Consuming.Internal.Native;

/// <summary>
/// Finds the librdkafka that Confluent.Kafka has loaded (a library beside the application, or one of the several builds under the runtimes/
/// folder of librdkafka.redist) so that our own calls go to the same copy: a handle of one copy is meaningless to another.
/// </summary>
internal static class LibrdkafkaLoader
{
    private static readonly Lazy<nint> Loaded = new(Load);

    /// <summary>Loads librdkafka. False when our calls can't be bound to the copy that Confluent.Kafka uses.</summary>
    /// <exception cref="DllNotFoundException">Confluent.Kafka finds no librdkafka at all.</exception>
    internal static bool TryLoad() => Loaded.Value != 0;

    private static nint Load()
    {
        Library.Load();
        if (SingleCopy() is not { } path || !NativeLibrary.TryLoad(path, out var library)) return 0;
        NativeLibrary.SetDllImportResolver(typeof(Librdkafka).Assembly, (name, _, _) => name == Librdkafka.Name ? library : 0);
        return Librdkafka.rd_kafka_version() == Library.Version ? library : 0;
    }

    private static string? SingleCopy()
    {
        using var process = Process.GetCurrentProcess();
        var copies = process.Modules.Cast<ProcessModule>()
            .Where(module => module.ModuleName.Contains(Librdkafka.Name, StringComparison.OrdinalIgnoreCase))
            .Select(module => module.FileName)
            .Distinct()
            .ToArray();
        return copies is [var only] ? only : null;
    }
}
