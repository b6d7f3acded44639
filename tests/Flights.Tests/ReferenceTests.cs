using System.Reflection;
using Xunit;

namespace Flights.Tests;

public sealed class ReferenceTests
{
    [Fact]
    public void The_sample_needs_nothing_that_tests_need()
    {
        var seen = new HashSet<string>();
        Visit(Assembly.Load("Flights"));
        Assert.Contains("Akka.Events.LocalServers", seen);
        Assert.DoesNotContain(seen, name => name.StartsWith("xunit", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("Akka.Events.Testing", seen);

        void Visit(Assembly assembly)
        {
            foreach (var name in assembly.GetReferencedAssemblies())
                if (seen.Add(name.Name!) && !name.Name!.StartsWith("System", StringComparison.Ordinal))
                    Visit(Assembly.Load(name));
        }
    }
}
