using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal.Native;

/// <summary>
/// Binds an assembly's own calls into librdkafka to the copy that Confluent.Kafka has loaded: a handle of one copy is meaningless to
/// another, and librdkafka.redist has several builds, of which Confluent.Kafka takes the first whose own dependencies this machine has.
/// </summary>
internal static class LibrdkafkaLoader
{
    /// <summary>The library's name in the declarations of our own calls.</summary>
    internal const string Name = "librdkafka";

    private static readonly Lazy<nint> Loaded = new(Load);

    /// <summary>Why <see cref="TryLoad"/> says false, and what helps.</summary>
    internal const string WhyNot =
        "librdkafka can't be called beside Confluent.Kafka: the copy that it has loaded isn't a single file of this process that can be opened again. " +
        "Install the library that librdkafka.redist's default build needs (Debian, Ubuntu: libsasl2-2; Alpine: none), and let one librdkafka be found only.";

    /// <summary>Binds the assembly's calls; once a process is enough. False when the copy that Confluent.Kafka uses can't be found.</summary>
    /// <exception cref="DllNotFoundException">Confluent.Kafka finds no librdkafka at all.</exception>
    internal static bool TryLoad() => Loaded.Value != 0;

    private static nint Load()
    {
        Library.Load();
        if (SingleCopy() is not { } path || !NativeLibrary.TryLoad(path, out var library)) return 0;
        NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), (name, _, _) => name == Name ? library : 0);
        return library;
    }

    private static string? SingleCopy()
    {
        using var process = Process.GetCurrentProcess();
        var copies = process.Modules.Cast<ProcessModule>()
            .Where(module => module.ModuleName.Contains(Name, StringComparison.OrdinalIgnoreCase))
            .Select(module => module.FileName)
            .Distinct()
            .ToArray();
        return copies is [var only] ? only : null;
    }
}
