namespace Akka.Events.Committing;

/// <summary>What a shard does whose stored states and journal don't belong together, as after one of them was emptied or lies elsewhere.</summary>
public enum LostJournal
{
    /// <summary>It stops and says so: only its operator knows whether the missing part comes back.</summary>
    Stop,

    /// <summary>What is left of both is dropped, and the state is built anew from the beginning of the topics.</summary>
    Rebuild,
}
