using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Akka.Events.LocalServers;

internal static class Processes
{
    public static Process Start(string program, IEnumerable<string> arguments, string folder) =>
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    public static void Signal(int process, int signal)
    {
        if (process > 0) _ = Kill(process, signal); // a process that has ended needs no signal
    }

    /// <summary>A process and its children (a PostgreSQL server has one per session; none of them has children).</summary>
    public static IEnumerable<int> FamilyOf(int parent)
    {
        yield return parent;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out var process) && ParentOf(folder) == parent) yield return process;
        }
    }

    /// <summary>Whether it runs; one that has ended and waits for its parent doesn't.</summary>
    public static bool IsRunning(int process) => Status($"/proc/{process}") is [not "Z", ..];

    private static int ParentOf(string folder) => Status(folder) is [_, var parent, ..] ? int.Parse(parent) : 0;

    // "pid (name) state ppid …", where the name may hold anything; empty where the process has ended meanwhile.
    private static string[] Status(string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);
}
