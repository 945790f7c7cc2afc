-- specs/benchmarks/pair.ha in Murphi, for rumur: rumur --symmetry-reduction off --output pair.c pair.m; cc -O3 pair.c -lpthread
const N: 8;

type Session: 0 .. N - 1;
     Firewall: 0 .. 1;
     Owner: 0 .. 2;  -- 2: none
     Mode: enum { active_primary, active_secondary, failed };
     Layer7: enum { off, inspecting, lost };

var mode: array [Firewall] of Mode;
    owner: array [Session] of Owner;
    origin: array [Session] of Owner;
    l7: array [Session] of Layer7;

startstate begin
  mode[0] := active_primary;
  mode[1] := active_secondary;
  for s: Session do
    owner[s] := 2;
    origin[s] := 2;
    l7[s] := off;
  end;
end;

ruleset s: Session; d: Firewall do
  rule "first_packet" owner[s] = 2 & mode[d] != failed ==> begin
    owner[s] := d;
    origin[s] := d;
    l7[s] := inspecting;
  end;
end;

ruleset s: Session do
  rule "close" owner[s] != 2 ==> begin
    owner[s] := 2;
    origin[s] := 2;
    l7[s] := off;
  end;
end;

ruleset d: Firewall do
  rule "fail" mode[0] != failed & mode[1] != failed ==> begin
    mode[d] := failed;
    mode[1 - d] := active_primary;
    for s: Session do
      if owner[s] = d then
        owner[s] := 1 - d;
        if l7[s] = inspecting then l7[s] := lost; end;
      end;
    end;
  end;

  rule "recover" mode[d] = failed ==> begin
    mode[d] := active_secondary;
    for s: Session do
      if origin[s] = d then owner[s] := d; end;
    end;
  end;
end;

invariant "one survivor" mode[0] != failed | mode[1] != failed;
