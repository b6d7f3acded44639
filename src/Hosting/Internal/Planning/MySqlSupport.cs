using Akka.Events.Persistence.Internal;

namespace Akka.Events.Hosting.Internal.Planning;

/// <summary>What the package for MySQL brings.</summary>
/// <param name="Problem">What is wrong with a connection string, without its secrets; null when nothing is.</param>
/// <param name="Open">Makes the store. Waits for nothing.</param>
internal sealed record MySqlSupport(Func<string, string?> Problem, Func<MySqlOptions, EventStore> Open);
